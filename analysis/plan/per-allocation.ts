import type { Allocation } from '../../network/topology/allocation.ts';
import type { Cluster } from '../../network/topology/cluster.ts';

/** What is worked out once for a cluster, because every node, pod or Service of it has a part in it. */
export function perAllocation<V>(make: (cluster: Cluster, allocation: Allocation) => V) {
  const known = new WeakMap<Allocation, V>();
  return (cluster: Cluster, allocation: Allocation): V => {
    const value = known.get(allocation) ?? make(cluster, allocation);
    known.set(allocation, value);
    return value;
  };
}
