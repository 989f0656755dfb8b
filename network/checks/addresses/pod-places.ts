import type { Address } from '../../address/address.ts';
import { formatPrefix, type Prefix } from '../../address/prefix.ts';
import type { Range } from '../../address/ranges.ts';
import type { Allocation } from '../../topology/allocation.ts';
import type { Cluster, Node } from '../../topology/cluster.ts';
import { sharesPools } from '../../topology/ipam/shared-pools.ts';
import type { Sourced } from '../../topology/origin.ts';
import { bridgedRange } from '../../topology/reserved.ts';
import type { Workload } from '../../topology/workload.ts';

/** A written pod address and the ranges that it has to be in. */
export interface PodPlace {
  readonly workload: Workload;
  readonly address: Sourced<Address>;
  /** "the Pod range 10.244.1.0/24 of node n1". */
  readonly words: string;
  readonly ranges: readonly Prefix[];
  /** What pods may have of them. */
  readonly usable: readonly Range[];
  /** Every address of a pod there. */
  readonly taken: readonly Address[];
  /** True where host-local gives addresses: it keeps the network's, the bridge's and the broadcast address. */
  readonly isHostLocal: boolean;
}

/** Places of the written pod addresses of a cluster whose pods have a range of their own. */
export function* podPlaces(cluster: Cluster, allocation: Allocation): Generator<PodPlace> {
  if (sharesPools(cluster) && cluster.cni.kind !== 'weave') return;
  const nodes = new Map(cluster.nodes.map((node) => [node.id, node]));
  for (const workload of cluster.namespaces.flatMap((namespace) => namespace.workloads)) {
    if (workload.hostNetwork) continue;
    for (const [index, address] of workload.addresses.entries()) {
      const on = workload.on[index % Math.max(workload.on.length, 1)]?.value;
      yield { workload, address, ...placeOf(cluster, allocation, nodes.get(on ?? '')) };
    }
  }
}

function placeOf(cluster: Cluster, allocation: Allocation, node: Node | undefined) {
  const isHostLocal = cluster.cni.kind !== 'calico' && cluster.cni.kind !== 'weave';
  if (isHostLocal && node) {
    const ranges = allocation.nodePodCIDRs(node);
    const words = `the Pod range ${ranges.map(formatPrefix).join(', ')} of node ${node.name}`;
    return { words, ranges, usable: ranges.map(bridgedRange), taken: addressesOn(allocation, [node]), isHostLocal };
  }
  const ranges = clusterRanges(cluster);
  const what = cluster.cni.kind === 'calico' && cluster.cni.ipPools.length > 0 ? 'the IPPools' : 'the Pod range';
  const words = `${what} ${ranges.map(formatPrefix).join(', ')} of cluster ${cluster.name}`;
  return {
    words,
    ranges,
    usable: usableOf(cluster, allocation, node),
    taken: addressesOn(allocation, cluster.nodes),
    isHostLocal,
  };
}

/** Where an address would be given: in the node's own blocks, or those of any node. */
function usableOf(cluster: Cluster, allocation: Allocation, node: Node | undefined): readonly Range[] {
  if (cluster.cni.kind === 'weave') return clusterRanges(cluster).map(bridgedRange);
  const blocks = (node ? [node] : cluster.nodes).flatMap((one) => allocation.nodePodCIDRs(one));
  return cluster.cni.kind === 'calico' ? blocks : blocks.map(bridgedRange);
}

function clusterRanges(cluster: Cluster): readonly Prefix[] {
  const pools = cluster.cni.kind === 'calico' ? cluster.cni.ipPools.flatMap((pool) => pool.cidr ?? []) : [];
  return (pools.length > 0 ? pools : cluster.podCIDRs).map((cidr) => cidr.value);
}

function addressesOn(allocation: Allocation, nodes: readonly Node[]): readonly Address[] {
  return nodes.flatMap((node) => [
    ...allocation.tunnelAddresses(node),
    ...allocation.podsOn(node.id).flatMap((pod) => pod.addresses),
  ]);
}
