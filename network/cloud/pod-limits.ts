import { prefixFamily, prefixSize } from '../address/prefix.ts';
import type { Allocation } from '../topology/allocation.ts';
import type { Cluster, Node } from '../topology/cluster.ts';
import { instanceLimits } from './instance-types.ts';

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
    { kind: 'maxPods', count: all, room: maxPods, because: `maxPods is ${maxPods}` },
  ];
}

/** host-local keeps the network's, the bridge's and the broadcast address. */
function range(cluster: Cluster, node: Node, count: number, allocation: Allocation): readonly PodLimit[] {
  if (cluster.cni.kind === 'calico') return [];
  return allocation.nodePodCIDRs(node).map((cidr) => {
    const room = prefixSize(cidr) - (prefixFamily(cidr) === 4 ? 3 : 2);
    return { kind: 'range', count, room, because: `its Pod range is a /${cidr.length}` };
  });
}

/** AWS: ENIs x (addresses - 1) + 2; Terway: eniip (ENIs - 1) x addresses, eni ENIs - 1. The machine's own ENI is the 1. */
function interfaces({ cni }: Cluster, node: Node, count: number): readonly PodLimit[] {
  const known = node.instanceType ? instanceLimits(node.instanceType.value) : undefined;
  const enis = node.maxENIs?.value ?? known?.maxENIs;
  const each = node.addressesPerENI?.value ?? known?.addressesPerENI;
  if (enis === undefined) return [];
  const because = `${enis} network interfaces${each === undefined ? '' : ` of ${each} addresses`}`;
  const limit = (room: number): PodLimit[] => [{ kind: 'interfaces', count, room, because }];
  if (cni.kind === 'terway' && cni.mode === 'eni') return limit(enis - 1);
  if (each === undefined) return [];
  if (cni.kind === 'terway' && cni.mode === 'eniip') return limit((enis - 1) * each);
  if (cni.kind !== 'aws-vpc' || cni.enablePrefixDelegation) return [];
  return limit(enis * (each - 1) + 2);
}
