import { containsAddress, formatPrefix, overlaps, type Prefix } from '../../address/prefix.ts';
import { portAdmits } from '../../kubernetes/policy/admits.ts';
import { targetPortOf } from '../../kubernetes/services/endpoints.ts';
import type { Allocation } from '../../topology/allocation.ts';
import { hasNodePorts } from '../../topology/ipam/node-ports.ts';
import type { Sourced } from '../../topology/origin.ts';
import type { Policy, PolicyRule } from '../../topology/policy.ts';
import type { Service, Workload } from '../../topology/workload.ts';
import type { Change, Check } from '../diagnostic.ts';
import { diagnostic, type Found } from '../support/place.ts';
import { podRangesOf } from '../support/pod-ranges.ts';
import { type PolicyFacts, policyFacts, policyWords } from '../support/policy-facts.ts';
import { selectedBy } from '../support/selected.ts';
import { listed } from '../support/words.ts';

/** A block that holds the nodes themselves lets the masqueraded packets by; Pods and everybody are others' business. */
export const npIpblockSnat: Check = {
  code: 'NP-IPBLOCK-SNAT',
  severity: 'warning',
  summary: 'An ipBlock is meant for clients whose address kube-proxy replaces',
  *run({ topology, allocate, stop }) {
    for (const facts of topology.clusters.map(policyFacts)) {
      for (const { policy, direction, rule } of facts.rules()) {
        if (stop()) return;
        const blocks = direction === 'ingress' ? rule.peers.flatMap(({ ipBlock }) => ipBlock ?? []) : [];
        const services = blocks.length > 0 ? masquerading(facts, facts.selected(policy), rule) : [];
        if (services.length === 0) continue;
        for (const { cidr } of blocks) {
          if (isForClients(facts, allocate(facts.cluster), cidr.value))
            yield diagnostic(this, told(policy, cidr, services));
        }
      }
    }
  },
};

function told(policy: Policy, cidr: Sourced<Prefix>, services: readonly Service[]): Found {
  const names = listed(services.map(({ namespace, name }) => `${namespace}/${name}`));
  const who = services.length === 1 ? `Service ${names} shows its` : `Services ${names} show their`;
  return {
    message: `${policyWords(policy)} admits clients by ipBlock ${formatPrefix(cidr.value)}, but ${who} Pods the address of the node that a client comes by: externalTrafficPolicy is Cluster`,
    origin: cidr.origin,
    related: services.map(({ origin, name }) => ({ origin, message: `Service ${name}` })),
    fixes: [{ title: 'Keep the address: externalTrafficPolicy Local', changes: services.map(keepSource) }],
  };
}

/** Services by which the selected Pods are reached from outside with the address of a node, on a port that the rule admits. */
function masquerading(facts: PolicyFacts, pods: readonly Workload[], rule: PolicyRule): readonly Service[] {
  const wanted = new Set(pods);
  const homes = new Set(pods.map(({ namespace }) => namespace));
  return facts.cluster.namespaces
    .filter(({ name }) => homes.has(name))
    .flatMap((namespace) =>
      namespace.services.filter((service) => {
        if (!isExposed(service) || service.externalTrafficPolicy === 'Local') return false;
        return selectedBy(namespace, service).some((pod) => wanted.has(pod) && leadsBy(service, pod, rule));
      }),
    );
}

function isExposed(service: Service): boolean {
  return hasNodePorts(service) || service.externalIPs.length > 0;
}

function leadsBy({ ports }: Service, pod: Workload, rule: PolicyRule): boolean {
  return ports.some((own) => {
    const traffic = { protocol: own.protocol, destinationPort: targetPortOf(pod, own) };
    return rule.ports.length === 0 || rule.ports.some((port) => portAdmits(port, pod, traffic));
  });
}

function isForClients({ cluster }: PolicyFacts, allocation: Allocation, block: Prefix): boolean {
  if (block.length === 0 || podRangesOf(cluster).some(({ cidr }) => overlaps(cidr.value, block))) return false;
  const nodes = cluster.nodes.flatMap((node) => allocation.nodeAddresses(node));
  return !nodes.some((address) => containsAddress(block, address));
}

function keepSource({ origin, externalTrafficPolicyOrigin }: Service): Change {
  if (externalTrafficPolicyOrigin) return { kind: 'set', origin: externalTrafficPolicyOrigin, value: 'Local' };
  return { kind: 'insert', into: origin, field: 'externalTrafficPolicy', value: 'Local' };
}
