import { type Address, type Family, familyOf } from '../../address/address.ts';
import { RangeSet } from '../../address/ranges.ts';
import type { Cluster } from '../cluster.ts';
import type { Workload } from '../workload.ts';

/** The address written for a pod of a workload: of those of the family, the one at the pod's place. */
export function writtenAddress(workload: Workload, index: number, family: Family): Address | undefined {
  if (workload.addresses.length === 0 || workload.hostNetwork) return undefined;
  return workload.addresses.filter((address) => familyOf(address.value) === family)[index]?.value;
}

/** Every address that is written for a pod of the cluster. */
export function writtenPodAddresses(cluster: Cluster): RangeSet {
  const workloads = cluster.namespaces.flatMap((namespace) => namespace.workloads);
  return RangeSet.ofAddresses(
    workloads.filter((workload) => !workload.hostNetwork).flatMap((workload) => workload.addresses.map((a) => a.value)),
  );
}
