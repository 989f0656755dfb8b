import { containsPrefix, formatPrefix, type Prefix } from '../../address/prefix.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { Origin, Sourced } from '../../topology/origin.ts';

/** A range that a cluster's pods have addresses of, with what says so. */
export interface PodRange {
  readonly cidr: Sourced<Prefix>;
  /** "Pod range 10.244.0.0/16", "IPPool blue (10.1.0.0/16)". */
  readonly words: string;
  readonly owner: { readonly origin: Origin };
  /** The field of the owner that the range is the value of. */
  readonly field: string;
}

/** The podCIDRs, and those of Calico's pools that lie in none of them. */
export function podRangesOf(cluster: Cluster): readonly PodRange[] {
  const own = cluster.podCIDRs.map((cidr) => ({
    cidr,
    words: `Pod range ${formatPrefix(cidr.value)}`,
    owner: cluster,
    field: 'podCIDR',
  }));
  const pools = cluster.cni.kind === 'calico' ? cluster.cni.ipPools.filter((pool) => !pool.disabled) : [];
  const others = pools.flatMap((pool) => {
    const { cidr } = pool;
    if (!cidr || own.some((range) => containsPrefix(range.cidr.value, cidr.value))) return [];
    return [{ cidr, words: `IPPool ${pool.name} (${formatPrefix(cidr.value)})`, owner: pool, field: 'cidr' }];
  });
  return [...own, ...others];
}

/** Whether the controller manager cuts the Pod range into one range per node: not with Calico, Weave or cloud CNIs. */
export function givesNodeRanges({ cni }: Cluster): boolean {
  return cni.kind === 'flannel' || cni.kind === 'none' || (cni.kind === 'terway' && cni.mode === 'vpc');
}
