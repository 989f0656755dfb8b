import { type Address, familyOf } from './address.ts';

interface Starting {
  readonly first: Address;
}

/** As many as leave room in a double for an IPv4 address before them: 32 + 21 bits. */
const INDEX_LIMIT = 2 ** 21;

/**
 * Indices of ranges by family, first address, and place in the list. IPv4 ranges are sorted as plain numbers (address
 * and place in one double), which is ten times as fast as asking a function for every two.
 */
export function orderByFirst(ranges: readonly Starting[]): readonly number[] {
  const isIPv4 = (index: number) => familyOf(ranges[index]!.first) === 4;
  const all = ranges.map((_, index) => index);
  const [ipv4, ipv6] = [all.filter(isIPv4), all.filter((index) => !isIPv4(index))];
  return [
    ...sortIPv4(ranges, ipv4),
    ...ipv6.sort((a, b) => compareAddresses(ranges[a]!.first, ranges[b]!.first) || a - b),
  ];
}

function sortIPv4(ranges: readonly Starting[], indices: readonly number[]): readonly number[] {
  if (ranges.length > INDEX_LIMIT) {
    return [...indices].sort((a, b) => compareAddresses(ranges[a]!.first, ranges[b]!.first) || a - b);
  }
  const keys = Float64Array.from(indices, (index) => (ranges[index]!.first as number) * INDEX_LIMIT + index).sort();
  return Array.from(keys, (key) => key % INDEX_LIMIT);
}

/** Which of two addresses comes first, for sorting: IPv4 before IPv6, then by value. */
export function compareAddresses(a: Address, b: Address): number {
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
