import { orderByFirst } from './order.ts';
import type { Range } from './ranges.ts';

/**
 * All pairs of items whose ranges have an address in common, in each pair the earlier item of the list first. Sort and
 * sweep: n log n and as many steps as there are pairs, so 100,000 ranges without a clash cost one sort. Lazy: a caller
 * who wants one clash per item stops early.
 */
export function* overlappingPairs<T>(
  items: readonly T[],
  rangeOf: (item: T) => Range,
): Generator<readonly [earlier: T, later: T]> {
  const ranges = items.map(rangeOf);
  const open: number[] = [];
  for (const index of orderByFirst(ranges)) {
    const { first } = ranges[index]!;
    let kept = 0;
    for (const other of open) if (meets(ranges[other]!, first)) open[kept++] = other;
    open.length = kept;
    for (const other of open) yield other < index ? [items[other]!, items[index]!] : [items[index]!, items[other]!];
    open.push(index);
  }
}

/** True when a range that started earlier in the sweep still covers `first`; one of the other family never does. */
function meets(range: Range, first: Range['first']): boolean {
  return typeof range.last === typeof first && range.last >= first;
}
