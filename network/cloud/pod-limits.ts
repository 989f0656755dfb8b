import { prefixFamily, prefixSize } from '../address/prefix.ts';
import type { Allocation } from '../topology/allocation.ts';
import type { Cluster, Node } from '../topology/cluster.ts';
import { interfaceLimits, interfacePlan } from '../topology/ipam/elastic-interfaces.ts';

/** One thing that bounds how many pods a node takes. */
export interface PodLimit {
  readonly kind: 'interfaces' | 'range' | 'maxPods';
  /** Pods that it takes at most. */
  readonly room: number;
  /** Those of the node's pods that count against it. */
  readonly count: number;
  /** "its Pod range is a /24". */
  readonly because: string;
}

/** What bounds the pods of a node. Pods with the node's own address need neither range nor interface. */
export function podLimits(cluster: Cluster, node: Node, allocation: Allocation): readonly PodLimit[] {
  const { all, hostNetwork } = allocation.podCountOn(node.id);
  const own = all - hostNetwork;
  const { maxPods } = cluster;
  return [
    ...interfaces(cluster, node, own),
    ...range(cluster, node, own, allocation),
    { kind: 'maxPods', count: all, room: maxPods, because: `maxPods is ${maxPods}${unsaid(cluster, node)}` },
  ];
}

/** The tightest bound of a cloud's node is the one that an unknown type keeps to itself. */
function unsaid(cluster: Cluster, node: Node): string {
  const plan = interfacePlan(cluster, node);
  if (!plan || !node.instanceType || Number.isFinite(plan.each * plan.most)) return '';
  return `, and knet does not know the network interfaces of ${node.instanceType.value}: say maxENIs and addressesPerENI`;
}

/** host-local keeps the network's, the bridge's and the broadcast address. */
function range(cluster: Cluster, node: Node, count: number, allocation: Allocation): readonly PodLimit[] {
  if (cluster.cni.kind === 'calico') return pools(node, count, allocation);
  return allocation.nodePodCIDRs(node).map((cidr) => {
    const room = prefixSize(cidr) - (prefixFamily(cidr) === 4 ? 3 : 2);
    return { kind: 'range', count, room, because: `its Pod range is a /${cidr.length}` };
  });
}

/** Calico's nodes take block after block, and addresses of each other's: only pods that were given none say it is over. */
function pools(node: Node, count: number, allocation: Allocation): readonly PodLimit[] {
  const blocks = allocation.nodePodCIDRs(node).reduce((sum, block) => sum + prefixSize(block), 0);
  const isLent = allocation.strayPods().size > 0;
  if (!isLent && count <= blocks - allocation.tunnelAddresses(node).length) return [];
  const without = allocation.podsOn(node.id).filter(({ addresses }) => addresses.length === 0);
  // knet's own pods are placed on every node, be it meant for pods or not.
  if (without.every(({ workload }) => workload.implicit)) return [];
  return [
    { kind: 'range', count, room: count - without.length, because: 'no IPPool that it may use has an address left' },
  ];
}

/** AWS: ENIs x (addresses - 1) + 2; Terway: eniip (ENIs - 1) x addresses, eni ENIs - 1. The machine's own ENI is the 1. */
function interfaces(cluster: Cluster, node: Node, count: number): readonly PodLimit[] {
  const { maxENIs, addressesPerENI } = interfaceLimits(node);
  const plan = interfacePlan(cluster, node);
  if (!plan || maxENIs === undefined || !Number.isFinite(plan.each * plan.most)) return [];
  const sixteen = plan.prefixes ? ' (16 each, by prefix)' : '';
  const because = `${maxENIs} network interfaces${addressesPerENI === undefined ? '' : ` of ${addressesPerENI} addresses`}${sixteen}`;
  const addresses = plan.most * plan.each;
  // AWS counts two of its own in, which use the node's network; where others stand in their place an address is wanting.
  const inPlaceOfOwn = count > addresses && count <= addresses + 2;
  const room = plan.own && !inPlaceOfOwn ? addresses + 2 : addresses;
  return [{ kind: 'interfaces', count, room, because }];
}
