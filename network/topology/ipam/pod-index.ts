import type { Address } from '../../address/address.ts';
import { type Prefix, prefixFamily } from '../../address/prefix.ts';
import { type PrefixEntry, PrefixTable } from '../../address/prefix-table.ts';
import type { PlacementIndex, SharedPool } from './placement.ts';
import { writtenAddress } from './written.ts';

/** Index of the node that an address belongs to, by the nodes' ranges. */
export function nodesByRange(ranges: readonly (readonly Prefix[])[]): PrefixTable<number> {
  const entries: PrefixEntry<number>[] = ranges.flatMap((own, node) => own.map((prefix) => ({ prefix, value: node })));
  return new PrefixTable(entries);
}

/** Index of the node of every pod whose address is written. */
export function nodesByWrittenAddress(placement: PlacementIndex): ReadonlyMap<Address, number> {
  const index = new Map<Address, number>();
  for (const workload of placement.workloads) {
    if (workload.addresses.length === 0) continue;
    for (let i = 0; i < placement.count(workload); i++) {
      const node = placement.nodeOf(placement.firstPod(workload) + i);
      for (const family of [4, 6] as const) add(index, writtenAddress(workload, i, family), node);
    }
  }
  return index;
}

/** Index of the node of every pod, for CNIs whose nodes have no range that would tell. */
export function nodesBySharedAddress({ placement, address }: SharedPool): ReadonlyMap<Address, number> {
  const index = new Map<Address, number>();
  for (let pod = 0; pod < placement.podCount; pod++) {
    for (const family of [4, 6] as const) add(index, address(pod, family), placement.nodeOf(pod));
  }
  return index;
}

/** The families of a cluster, that of its first podCIDR first: so are the addresses of a pod. */
export function familiesOf(podCIDRs: readonly Prefix[]): readonly (4 | 6)[] {
  return [...new Set([...podCIDRs.map(prefixFamily), 4, 6] as const)];
}

function add(index: Map<Address, number>, address: Address | undefined, node: number): void {
  if (address !== undefined && !index.has(address)) index.set(address, node);
}
