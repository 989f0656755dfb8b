import { type Address, familyOf, formatAddress } from '../../address/address.ts';
import { type Range, RangeSet } from '../../address/ranges.ts';
import type { Allocate } from '../../topology/allocation.ts';
import type { Cluster } from '../../topology/cluster.ts';
import { nicAddresses } from '../../topology/ipam/nics.ts';
import { sharesPools } from '../../topology/ipam/shared-pools.ts';
import type { CheckContext, Fix } from '../diagnostic.ts';
import { type Holder, holders, usableOf } from './holders.ts';

/** Gives a holder the next free address of its place; nothing when the place is full, be it of Pods. */
export function moveHolder({ topology, allocate }: CheckContext, { place, address }: Holder): Fix[] {
  const written = holders(topology).filter((other) => other.place.key === place.key);
  const taken = written.map((holder) => holder.address.value);
  if (!topology.segments.some((segment) => segment.id === place.key)) return setToNext(address, usableOf(place), taken);
  const machines = nicAddresses(topology).inUse(place.key);
  const pods = topology.clusters.filter(sharesPools).flatMap((cluster) => podAddresses(cluster, allocate));
  return setToNext(address, usableOf(place), [...taken, ...machines, ...pods]);
}

function podAddresses(cluster: Cluster, allocate: Allocate): Address[] {
  return cluster.nodes.flatMap((node) => allocate(cluster).podsOn(node.id)).flatMap((pod) => pod.addresses);
}

/** Writes the next address of the ranges that is not taken, of the same family. */
export function setToNext(
  literal: Holder['address'],
  ranges: readonly Range[],
  taken: Iterable<Address>,
  what = '',
): Fix[] {
  const set = RangeSet.ofAddresses(taken);
  for (const range of ranges.filter((one) => familyOf(one.first) === familyOf(literal.value))) {
    const next = set.free(range).next();
    if (next.done) continue;
    const value = formatAddress(next.value);
    return [
      {
        title: `Use the next free address${what}, ${value}`,
        changes: [{ kind: 'set', origin: literal.origin, value }],
      },
    ];
  }
  return [];
}
