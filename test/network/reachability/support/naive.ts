import type { Cluster } from '../../../../network/topology/cluster.ts';
import type { PolicyPeer, PolicyRule } from '../../../../network/topology/policy.ts';
import type { PortRange } from '../../../../network/topology/ports.ts';
import type { Selector } from '../../../../network/topology/selector.ts';
import type { Namespace, Workload } from '../../../../network/topology/workload.ts';

/*
 * NetworkPolicy read again, sentence by sentence from the Kubernetes documentation, for one pair and one port at a time. It
 * shares nothing with the engine but the types of what is declared, so that a mistake would have to be made twice.
 */

export interface NaivePod {
  readonly namespace: Namespace;
  readonly workload: Workload;
}

/** A pod, or an address outside of the cluster. */
export type NaiveEnd = NaivePod | { readonly address: number | bigint };

export interface NaiveQuestion {
  readonly source: NaiveEnd;
  readonly destination: NaiveEnd;
  readonly protocol: string;
  /** Left out for ICMP. */
  readonly port?: number;
  readonly blocksMatchPods: boolean;
}

const isPod = (end: NaiveEnd): end is NaivePod => 'workload' in end;

/** "For a connection from a source pod to a destination pod to be allowed, both the egress policy on the source pod and the ingress policy on the destination pod need to allow the connection." */
export function naivelyAllowed(question: NaiveQuestion): boolean {
  const { source, destination } = question;
  if (isPod(source) && isPod(destination) && source.workload === destination.workload) return true;
  return endAllows('Egress', source, destination, question) && endAllows('Ingress', destination, source, question);
}

function endAllows(type: 'Ingress' | 'Egress', end: NaiveEnd, other: NaiveEnd, question: NaiveQuestion): boolean {
  if (!isPod(end) || isAsItsNode(end, question)) return true;
  let isolated = false;
  for (const policy of end.namespace.policies) {
    if (policy.broken || !policy.policyTypes.includes(type)) continue;
    if (!selectorHolds(policy.podSelector, end.workload.labels)) continue;
    isolated = true;
    const rules = type === 'Ingress' ? policy.ingress : policy.egress;
    for (const rule of rules) if (ruleAllows(rule, end.namespace, other, question)) return true;
  }
  return !isolated;
}

/**
 * "NetworkPolicy behaviour for hostNetwork pods is undefined, but it should be limited to 2 possibilities": where addresses
 * count it is the second, "treated the same as all other traffic to/from the node IP", else the first, "just like it does
 * for pod-network pods".
 */
function isAsItsNode({ workload }: NaivePod, { blocksMatchPods }: NaiveQuestion): boolean {
  return workload.hostNetwork && blocksMatchPods;
}

function ruleAllows(rule: PolicyRule, own: Namespace, other: NaiveEnd, question: NaiveQuestion): boolean {
  let peerHolds = rule.peers.length === 0;
  for (const peer of rule.peers) if (peerMatches(peer, own, other, question)) peerHolds = true;
  let portHolds = rule.ports.length === 0;
  for (const port of rule.ports) if (portMatches(port, question)) portHolds = true;
  return peerHolds && portHolds;
}

function peerMatches(peer: PolicyPeer, own: Namespace, other: NaiveEnd, question: NaiveQuestion): boolean {
  if (peer.ipBlock) {
    const addresses = isPod(other)
      ? question.blocksMatchPods
        ? other.workload.addresses.map((a) => a.value)
        : []
      : [other.address];
    for (const address of addresses) {
      if (!inside(address, peer.ipBlock.cidr.value)) continue;
      let excepted = false;
      for (const one of peer.ipBlock.except) if (inside(address, one.value)) excepted = true;
      if (!excepted) return true;
    }
    return false;
  }
  if (!isPod(other) || isAsItsNode(other, question)) return false;
  if (peer.namespaceSelector && peer.podSelector) {
    return (
      selectorHolds(peer.namespaceSelector, other.namespace.labels) &&
      selectorHolds(peer.podSelector, other.workload.labels)
    );
  }
  if (peer.namespaceSelector) return selectorHolds(peer.namespaceSelector, other.namespace.labels);
  if (peer.podSelector) return own === other.namespace && selectorHolds(peer.podSelector, other.workload.labels);
  return false;
}

function inside(address: number | bigint, block: { readonly first: number | bigint; readonly last: number | bigint }) {
  return typeof address === typeof block.first && address >= block.first && address <= block.last;
}

function portMatches(range: PortRange, question: NaiveQuestion): boolean {
  const { destination, protocol, port } = question;
  if (port === undefined) return false;
  if (range.protocol !== undefined && range.protocol !== protocol) return false;
  if (range.name !== undefined) {
    if (!isPod(destination) || isAsItsNode(destination, question)) return false;
    for (const one of destination.workload.ports) {
      if (one.name === range.name && one.protocol === protocol && one.port === port) return true;
    }
    return false;
  }
  if (range.from === undefined) return true;
  if (range.to === undefined) return port === range.from;
  return port >= range.from && port <= range.to;
}

function selectorHolds(selector: Selector, labels: Readonly<Record<string, string>>): boolean {
  for (const { key, operator, values } of selector.requirements) {
    const has = Object.keys(labels).includes(key);
    if (operator === 'Exists' && !has) return false;
    if (operator === 'DoesNotExist' && has) return false;
    if (operator === 'In' && !(has && values.some((value) => value === labels[key]))) return false;
    if (operator === 'NotIn' && has && values.some((value) => value === labels[key])) return false;
  }
  return true;
}

/** Every pod of a cluster, in the order of the text. */
export function naivePods({ namespaces }: Cluster): NaivePod[] {
  return namespaces.flatMap((namespace) => namespace.workloads.map((workload) => ({ namespace, workload })));
}
