import { type Address, type Family, familyOf } from '../../address/address.ts';
import type { Prefix } from '../../address/prefix.ts';
import { RangeSet } from '../../address/ranges.ts';
import type { NodeRanges } from './node-ranges.ts';

/** The next free pod address of a family on one node. */
export type NextAddress = (family: Family) => Address | undefined;

/** Counts up through a node's ranges, past the addresses that are written for pods and those of the node itself. */
export function nextInRanges(
  node: number,
  ranges: readonly Prefix[],
  rules: NodeRanges,
  written: RangeSet,
): NextAddress {
  const own = rules.ofNode(node).map((address) => ({ first: address, last: address }));
  const taken = new RangeSet([...ranges.flatMap((range) => written.within(range)), ...own]);
  const free = { 4: freeIn(ranges, 4, rules, taken), 6: freeIn(ranges, 6, rules, taken) };
  return (family) => free[family].next().value ?? undefined;
}

function* freeIn(ranges: readonly Prefix[], family: Family, rules: NodeRanges, taken: RangeSet): Generator<Address> {
  for (const range of ranges) if (familyOf(range.first) === family) yield* taken.free(rules.usable(range));
}
