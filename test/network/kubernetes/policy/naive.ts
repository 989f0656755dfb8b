import type { Address } from '../../../../network/address/address.ts';
import type { Cluster } from '../../../../network/topology/cluster.ts';
import type { Policy, PolicyPeer } from '../../../../network/topology/policy.ts';
import type { PortRange } from '../../../../network/topology/ports.ts';
import type { Selector } from '../../../../network/topology/selector.ts';
import type { Workload } from '../../../../network/topology/workload.ts';

/*
 * NetworkPolicy read off the API reference of networking.k8s.io/v1, sentence by sentence and without any index or
 * sharing with the product: what the hooks are held against.
 */

export interface NaiveEnd {
  readonly address: Address;
  readonly workload?: Workload;
}

export interface NaiveTraffic {
  readonly protocol: string;
  readonly destinationPort?: number;
}

/** Names of the policies that isolate the pod in a direction; and whether it is open, or a rule of theirs admits. */
export function naive(
  cluster: Cluster,
  direction: 'Ingress' | 'Egress',
  source: NaiveEnd,
  destination: NaiveEnd,
  traffic: NaiveTraffic,
): { isolating: string[]; allowed: boolean } {
  const [own, other] = direction === 'Ingress' ? [destination, source] : [source, destination];
  const pod = own.workload;
  if (!pod || pod.hostNetwork) return { isolating: [], allowed: true };
  const isolating: Policy[] = [];
  for (const namespace of cluster.namespaces) {
    for (const policy of namespace.policies) {
      if (namespace.name === pod.namespace && policy.policyTypes.includes(direction)) {
        if (selects(policy.podSelector, pod.labels)) isolating.push(policy);
      }
    }
  }
  let allowed = isolating.length === 0;
  for (const policy of isolating) {
    for (const rule of direction === 'Ingress' ? policy.ingress : policy.egress) {
      const from = rule.peers.length === 0 || rule.peers.some((peer) => isPeer(cluster, policy, peer, other));
      const on = rule.ports.length === 0 || rule.ports.some((port) => isPort(port, destination.workload, traffic));
      if (from && on) allowed = true;
    }
  }
  return { isolating: isolating.map(({ namespace, name }) => `${namespace}/${name}`), allowed };
}

function selects({ requirements }: Selector, labels: Readonly<Record<string, string>>): boolean {
  for (const { key, operator, values } of requirements) {
    const has = Object.keys(labels).includes(key);
    const among = has && values.includes(labels[key]!);
    if (operator === 'In' && !among) return false;
    if (operator === 'NotIn' && among) return false;
    if (operator === 'Exists' && !has) return false;
    if (operator === 'DoesNotExist' && has) return false;
  }
  return true;
}

function isPeer(cluster: Cluster, policy: Policy, peer: PolicyPeer, { address, workload }: NaiveEnd): boolean {
  const { ipBlock, podSelector, namespaceSelector } = peer;
  const inside = ({ first, last }: { first: Address; last: Address }) =>
    typeof first === typeof address && first <= address && address <= last;
  if (ipBlock) return inside(ipBlock.cidr.value) && !ipBlock.except.some(({ value }) => inside(value));
  if (!workload || workload.hostNetwork) return false;
  const home = cluster.namespaces.find(({ name }) => name === workload.namespace)!;
  const inNamespace = namespaceSelector ? selects(namespaceSelector, home.labels) : home.name === policy.namespace;
  return inNamespace && (podSelector === undefined || selects(podSelector, workload.labels));
}

function isPort(port: PortRange, destination: Workload | undefined, traffic: NaiveTraffic): boolean {
  if (traffic.protocol === 'ICMP') return false;
  if (port.protocol && port.protocol !== traffic.protocol) return false;
  if (port.name !== undefined) {
    const named = destination?.hostNetwork ? [] : (destination?.ports ?? []).filter(({ name }) => name === port.name);
    return named.some((one) => one.protocol === traffic.protocol && one.port === traffic.destinationPort);
  }
  if (port.from === undefined) return true;
  return traffic.destinationPort! >= port.from && traffic.destinationPort! <= (port.to ?? port.from);
}
