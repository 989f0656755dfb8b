import type { PolicyTraffic } from '../../kubernetes/policy/admits.ts';
import { type Decision, decide } from '../../kubernetes/policy/decide.ts';
import type { Allocation } from '../../topology/allocation.ts';
import { remembered } from '../../topology/ipam/lazy.ts';
import type { Policy, PolicyPeer } from '../../topology/policy.ts';
import { namedPorts } from '../../topology/policy-matching.ts';
import type { PortRange } from '../../topology/ports.ts';
import type { Workload } from '../../topology/workload.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic, type Found } from '../support/place.ts';
import { type PolicyFacts, policyFacts, policyWords, type Ruled, workloadWords } from '../support/policy-facts.ts';
import { listed } from '../support/words.ts';
import { misnamed } from './np-named-port.ts';
import { deadPeer } from './np-no-match.ts';
import { mistaken } from './np-service-port.ts';

/** A peer is one-sided when nothing of what its rule admits gets by the other end's policies: a part of it may be meant. */
export const npOneSided: Check = {
  code: 'NP-ONE-SIDED',
  severity: 'warning',
  summary: 'The policies of one end admit what those of the other end deny',
  // Decides connections for pairs of workloads: too much to hold up what a keystroke's diagnostics wait for.
  slow: true,
  *run({ topology, allocate, stop }) {
    for (const facts of topology.clusters.map(policyFacts)) {
      const isWrong = remembered((policy: Policy) => hasMistake(facts, policy));
      for (const ruled of facts.rules()) {
        for (const peer of ruled.rule.peers) {
          if (stop()) return;
          const denying = isBroad(peer) ? [] : deniers(facts, allocate(facts.cluster), ruled, peer);
          // What is wrong with one of them may be all that is wrong.
          if (denying.length === 0 || [ruled.policy, ...denying].some(isWrong)) continue;
          yield diagnostic(this, told(facts, ruled, peer, denying));
        }
      }
    }
  },
};

/** Everybody of a namespace or of all is a limit, not a wish. */
function isBroad({ podSelector, namespaceSelector, ipBlock }: PolicyPeer): boolean {
  return ipBlock !== undefined || [podSelector, namespaceSelector].every((one) => !one?.requirements.length);
}

/** So many pairs of workloads are no wish for any one of them. */
const MANY = 100;

/** Policies of the other end that deny all that a peer's rule admits; none where anything gets by, or nobody is there. */
function deniers(facts: PolicyFacts, allocation: Allocation, ruled: Ruled, peer: PolicyPeer): readonly Policy[] {
  let found: readonly Policy[] = [];
  const [selected, others] = [facts.selected(ruled.policy), facts.ofPeer(ruled.policy, peer)];
  if (selected.length * others.length > MANY) return [];
  for (const own of selected) {
    for (const other of others) {
      if (own === other && !hasSeveral(own)) continue;
      for (const decision of atOtherEnd(facts, allocation, ruled, own, other)) {
        if (decision.kind !== 'denied') return [];
        found = decision.policies;
      }
    }
  }
  return found;
}

function hasSeveral({ replicas, kind }: Workload): boolean {
  return replicas > 1 || kind === 'DaemonSet';
}

function* atOtherEnd(
  { selection }: PolicyFacts,
  allocation: Allocation,
  { direction, rule }: Ruled,
  own: Workload,
  other: Workload,
): Generator<Decision> {
  const address = allocation.pod(own, 0)?.addresses[0];
  if (address === undefined) return;
  const there = direction === 'ingress' ? 'egress' : 'ingress';
  const destination = direction === 'ingress' ? own : other;
  for (const traffic of samples(rule.ports, destination)) {
    yield decide(selection, { direction: there, pod: other, peer: { address, workload: own }, traffic });
  }
}

/** Traffic that stands for what ports of a rule mean at a Pod: its own ports among them, else the first. */
function samples(ranges: readonly PortRange[], { ports }: Workload): readonly PolicyTraffic[] {
  const own = ports.map(({ protocol, port }) => ({ protocol, destinationPort: port }));
  if (ranges.length === 0) return own.length > 0 ? own : [{ protocol: 'ICMP' }];
  return ranges.flatMap((range) => {
    const { protocol = 'TCP', from = 1, to = from, name } = range;
    if (name !== undefined)
      return namedPorts(range, ports).map((one) => ({ protocol: one.protocol, destinationPort: one.port }));
    const last = range.from === undefined ? 65535 : to;
    const inside = own.filter(
      (one) => one.protocol === protocol && from <= one.destinationPort && one.destinationPort <= last,
    );
    return inside.length > 0 ? inside : [{ protocol, destinationPort: from }];
  });
}

function hasMistake(facts: PolicyFacts, policy: Policy): boolean {
  return (['ingress', 'egress'] as const).some((direction) =>
    policy[direction].some((rule) => {
      const ruled = { policy, direction, rule };
      return (
        rule.peers.some((peer) => deadPeer(facts, ruled, peer)) ||
        rule.ports.some((port) => misnamed(facts, ruled, port) ?? mistaken(facts, ruled, port))
      );
    }),
  );
}

function told(facts: PolicyFacts, { policy, direction }: Ruled, peer: PolicyPeer, denying: readonly Policy[]): Found {
  const others = facts.ofPeer(policy, peer).slice(0, 3).map(workloadWords);
  const names = listed(denying.slice(0, 3).map(({ namespace, name }) => `${namespace}/${name}`));
  const [word, there] = direction === 'ingress' ? ['from', 'egress'] : ['to', 'ingress'];
  const deny = denying.length === 1 ? 'denies' : 'deny';
  return {
    message: `${policyWords(policy)} admits ${direction} ${word} ${listed(others)}, but ${names} ${deny} all of it as ${there} there: both ends must admit`,
    origin: peer.origin,
    related: denying.slice(0, 5).map((one) => ({ origin: one.origin, message: policyWords(one) })),
  };
}
