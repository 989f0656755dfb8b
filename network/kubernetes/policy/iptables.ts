import { type Address, bitsOf, familyOf } from '../../address/address.ts';
import { containsPrefix, overlaps, type Prefix, prefixFamily, prefixOf } from '../../address/prefix.ts';
import type { Match, Rule } from '../../linux/rule.ts';
import type { Allocation } from '../../topology/allocation.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { PolicyRule } from '../../topology/policy.ts';
import { namedPorts } from '../../topology/policy-matching.ts';
import type { PortRange, Protocol } from '../../topology/ports.ts';
import type { Workload } from '../../topology/workload.ts';
import { peerHolds } from './admits.ts';
import type { Direction, PolicySelection } from './selection.ts';

/** What the rules of a cluster are spelt out from. */
export interface RuleSource {
  readonly cluster: Cluster;
  readonly selection: PolicySelection;
  readonly allocation: Pick<Allocation, 'pods'>;
  readonly answer: 'silence' | 'reject';
}

/**
 * The policies of a pod in one direction as rules of iptables (IPv4), in the manner of Felix's chains for an endpoint: every
 * address and port that a rule means now is one RETURN, and what comes to the end is dropped. Undefined: it is open. As
 * long as there are pods, so for a listing and for labs; packets of traces are judged without.
 */
export function policyRules(source: RuleSource, pod: Workload, direction: Direction): readonly Rule[] | undefined {
  const policies = source.selection.isolating(pod, direction);
  if (policies.length === 0) return undefined;
  const answered: Match = { kind: 'conntrack', states: ['RELATED', 'ESTABLISHED'] };
  const admitted = policies.flatMap((policy) =>
    policy[direction].flatMap((rule) =>
      matchesOf(source, pod, direction, policy.namespace, rule).map((matches): Rule => {
        return {
          matches,
          comment: `${policy.namespace}/${policy.name}`,
          target: { kind: 'RETURN' },
          origin: rule.origin,
        };
      }),
    ),
  );
  const end: Rule['target'] =
    source.answer === 'reject' ? { kind: 'REJECT', with: 'icmp-port-unreachable' } : { kind: 'DROP' };
  return [
    { matches: [answered], target: { kind: 'RETURN' } },
    ...admitted,
    { matches: [], target: end, origin: policies[0]!.origin },
  ];
}

function matchesOf(
  source: RuleSource,
  pod: Workload,
  direction: Direction,
  namespace: string,
  rule: PolicyRule,
): readonly (readonly Match[])[] {
  const side = direction === 'ingress' ? 'source' : 'destination';
  return endsOf(source, namespace, rule).flatMap(({ prefix, workload }) => {
    const address: Match[] = prefix ? [{ kind: side, prefix }] : [];
    const destinations = direction === 'ingress' ? [pod] : workload ? [workload] : everyPod(source, rule, prefix);
    return portMatches(rule.ports, destinations).map((ports) => [...address, ...ports]);
  });
}

/** Named ports to anyone are those of any pod; beyond pods a name means nothing. */
function everyPod({ cluster }: RuleSource, { ports }: PolicyRule, prefix: Prefix | undefined): readonly Workload[] {
  const isNamed = prefix === undefined && ports.some(({ name }) => name !== undefined);
  return isNamed ? cluster.namespaces.flatMap(({ workloads }) => workloads) : [];
}

interface End {
  /** Undefined: anyone. */
  readonly prefix?: Prefix;
  readonly workload?: Workload;
}

function endsOf(
  { cluster, selection, allocation }: RuleSource,
  namespace: string,
  { peers }: PolicyRule,
): readonly End[] {
  if (peers.length === 0) return [{}];
  return peers.flatMap((peer): readonly End[] => {
    if (peer.ipBlock) {
      const holes = peer.ipBlock.except.map(({ value }) => value);
      return without(peer.ipBlock.cidr.value, holes).flatMap((prefix) =>
        prefixFamily(prefix) === 4 ? { prefix } : [],
      );
    }
    const workloads = cluster.namespaces.flatMap((one) => one.workloads);
    return workloads
      .filter((workload) => peerHolds(selection, { namespace }, peer, { address: 0, workload }))
      .flatMap((workload) =>
        allocation
          .pods(workload)
          .flatMap((one) => one.addresses.filter(isIPv4))
          .map((address) => {
            return { prefix: prefixOf(address, bitsOf(4)), workload };
          }),
      );
  });
}

function isIPv4(address: Address): boolean {
  return familyOf(address) === 4;
}

/** What is left of a prefix, as prefixes. */
function without(prefix: Prefix, holes: readonly Prefix[]): readonly Prefix[] {
  const own = holes.filter((hole) => overlaps(hole, prefix));
  if (own.length === 0) return [prefix];
  if (own.some((hole) => containsPrefix(hole, prefix))) return [];
  return [prefix.first, prefix.last].flatMap((address) => without(prefixOf(address, prefix.length + 1), own));
}

const PORTED: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

function portMatches(ports: readonly PortRange[], destinations: readonly Workload[]): readonly (readonly Match[])[] {
  if (ports.length === 0) return [[]];
  return ports.flatMap((range) => {
    if (range.name !== undefined) {
      const found = destinations.flatMap((one) => (one.hostNetwork ? [] : namedPorts(range, one.ports)));
      return found.map(({ protocol, port }) => portMatch(protocol, port, port));
    }
    const protocols = range.protocol === undefined ? PORTED : [range.protocol];
    return protocols.map((protocol) => portMatch(protocol, range.from, range.to));
  });
}

function portMatch(protocol: Protocol, from: number | undefined, to: number | undefined): readonly Match[] {
  const asked: Match = { kind: 'protocol', protocol };
  return from === undefined
    ? [asked]
    : [asked, { kind: 'dport', from, ...(to === undefined || to === from ? {} : { to }) }];
}
