import type { Allocate, Allocation } from './allocation.ts';
import type { Cluster, Node } from './cluster.ts';
import { clusterAllocation } from './ipam/cluster-allocation.ts';
import { remembered } from './ipam/lazy.ts';
import { nicAddresses } from './ipam/nics.ts';
import { sharedPools, sharesPools } from './ipam/shared-pools.ts';
import type { Topology } from './topology.ts';

/**
 * What controllers and IPAM plugins hand out in the clusters of a topology. Deterministic: what is written first, then
 * in the order of the text. Lazy: asking for the pods of one node touches that node, and two integers for each other pod.
 */
export function allocator(topology: Topology): Allocate {
  const nodeAddresses = (node: Node) => nicAddresses(topology).ofMachine(node);
  const pools = sharedPools(topology);
  return remembered((cluster: Cluster): Allocation => {
    const shared = sharesPools(cluster) ? () => pools(cluster) : undefined;
    return clusterAllocation(cluster, { nodeAddresses, shared });
  });
}
