import { type Address, familyOf, formatAddress } from '../../address/address.ts';
import { type Range, RangeSet } from '../../address/ranges.ts';
import { nicAddresses } from '../../topology/ipam/nics.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Fix } from '../diagnostic.ts';
import { type Holder, holders, type Place, usableOf } from './holders.ts';

/** Gives a holder the next free address of its place; nothing when the place is full. */
export function moveHolder(topology: Topology, holder: Holder): Fix[] {
  const taken = [...holders(topology).filter((other) => other.place.key === holder.place.key)].map(
    (h) => h.address.value,
  );
  const inUse = isSegment(topology, holder.place) ? nicAddresses(topology).inUse(holder.place.key) : [];
  return setToNext(holder.address, usableOf(holder.place), [...taken, ...inUse]);
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

function isSegment(topology: Topology, place: Place): boolean {
  return topology.segments.some((segment) => segment.id === place.key);
}
