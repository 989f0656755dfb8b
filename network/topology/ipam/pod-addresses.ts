import { type Address, type Family, familyOf } from '../../address/address.ts';
import type { Prefix } from '../../address/prefix.ts';
import { RangeSet } from '../../address/ranges.ts';
import type { NodeRanges } from './node-ranges.ts';

/** The next free pod address of a family on one node. */
export type NextAddress = (family: Family) => Address | undefined;

/** What nodes take out of each other's ranges. */
export interface Loans {
  /** What the node itself has borrowed, in order. */
  readonly borrowed: readonly Address[];
  /** Everything that anybody has borrowed. */
  readonly lent: RangeSet;
}

/**
 * Counts up through a node's ranges, past the addresses that are written for pods, those of the node itself and those that
 * it has lent; then come those that it has borrowed.
 */
export function nextInRanges(
  node: number,
  ranges: readonly Prefix[],
  rules: NodeRanges,
  written: RangeSet,
  { borrowed, lent }: Loans,
): NextAddress {
  const own = rules.ofNode(node).map((address) => ({ first: address, last: address }));
  const away = (range: Prefix) => [...written.within(range), ...lent.within(range)];
  const taken = new RangeSet([...ranges.flatMap(away), ...own]);
  const free = (family: Family) => freeIn(ranges, borrowed, family, rules, taken);
  const streams = { 4: free(4), 6: free(6) };
  return (family) => streams[family].next().value ?? undefined;
}

function* freeIn(
  ranges: readonly Prefix[],
  borrowed: readonly Address[],
  family: Family,
  rules: NodeRanges,
  taken: RangeSet,
): Generator<Address> {
  for (const range of ranges) if (familyOf(range.first) === family) yield* taken.free(rules.usable(range));
  yield* borrowed.filter((address) => familyOf(address) === family);
}
