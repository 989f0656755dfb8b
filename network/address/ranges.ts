import { type Address, addressAt, distance, type Family, familyOf } from './address.ts';
import { orderByFirst } from './order.ts';
import { type Prefix, prefixOf } from './prefix.ts';

/** All addresses from `first` to `last`, of one family. A {@link Prefix} is one. */
export interface Range {
  readonly first: Address;
  readonly last: Address;
}

/**
 * A set of addresses as sorted ranges that neither touch nor overlap, so that every question is one binary search.
 * Never changes; both families may be in it.
 */
export class RangeSet {
  readonly #byFamily: Readonly<Record<Family, readonly Range[]>>;

  constructor(ranges: Iterable<Range>) {
    const all = [...ranges];
    this.#byFamily = { 4: mergeRanges(all.filter(isIPv4)), 6: mergeRanges(all.filter((range) => !isIPv4(range))) };
  }

  static ofAddresses(addresses: Iterable<Address>): RangeSet {
    return new RangeSet(Array.from(addresses, (address) => ({ first: address, last: address })));
  }

  ranges(family: Family): readonly Range[] {
    return this.#byFamily[family];
  }

  contains(address: Address): boolean {
    const range = this.#from(address);
    return range !== undefined && range.first <= address;
  }

  /** The first range of the set that has an address in common with `range`. */
  overlapping(range: Range): Range | undefined {
    const found = this.#from(range.first);
    return found && found.first <= range.last ? found : undefined;
  }

  /** The last range of the set that has an address in common with `range`. */
  lastOverlapping(range: Range): Range | undefined {
    const ranges = this.#byFamily[familyOf(range.first)];
    const found = ranges[lowerBound(ranges.length, (i) => ranges[i]!.first > range.last) - 1];
    return found && found.last >= range.first ? found : undefined;
  }

  /** The parts of the set that lie in `range`. */
  within(range: Range): readonly Range[] {
    const ranges = this.#byFamily[familyOf(range.first)];
    const found: Range[] = [];
    for (let i = this.#indexFrom(range.first); i < ranges.length && ranges[i]!.first <= range.last; i++) {
      found.push(common(ranges[i]!, range));
    }
    return found;
  }

  /** How many addresses of `range` are in the set (inexact beyond 2^53). */
  countIn(range: Range): number {
    return this.within(range).reduce((sum, { first, last }) => sum + distance(first, last) + 1, 0);
  }

  /** Addresses of `range` that are not in the set, upwards. Lazy: a /12 may be walked a few steps. */
  *free(range: Range): Generator<Address> {
    const ranges = this.#byFamily[familyOf(range.first)];
    let index = this.#indexFrom(range.first);
    for (let next = range.first; next <= range.last; ) {
      const taken = ranges[index];
      if (taken && taken.first <= next) {
        next = addressAt(taken.last, 1);
        index++;
      } else {
        yield next;
        next = addressAt(next, 1);
      }
    }
  }

  /** As {@link free}, downwards. */
  *freeDownwards(range: Range): Generator<Address> {
    for (let next = range.last; next >= range.first; ) {
      const taken = this.lastOverlapping({ first: next, last: next });
      if (!taken) yield next;
      next = addressAt(taken ? taken.first : next, -1);
    }
  }

  /** The first range that ends at or after the address. */
  #from(address: Address): Range | undefined {
    return this.#byFamily[familyOf(address)][this.#indexFrom(address)];
  }

  #indexFrom(address: Address): number {
    const ranges = this.#byFamily[familyOf(address)];
    return lowerBound(ranges.length, (i) => ranges[i]!.last >= address);
  }
}

/** The first free block of the length that starts at or after `from` and ends inside `within`. */
export function nextFreeBlock(within: Prefix, length: number, taken: RangeSet, from?: Address): Prefix | undefined {
  if (length < within.length) return undefined;
  let block = blockFrom(from ?? within.first, length);
  while (block.last <= within.last) {
    const hit = taken.overlapping(block);
    if (!hit) return block;
    block = blockFrom(addressAt(hit.last, 1), length);
  }
  return undefined;
}

/** The last free block of the length that ends at or before `until` and starts inside `within`. */
export function lastFreeBlock(within: Prefix, length: number, taken: RangeSet, until?: Address): Prefix | undefined {
  if (length < within.length) return undefined;
  let block = blockUntil(until ?? within.last, length);
  while (block.first >= within.first) {
    const hit = taken.lastOverlapping(block);
    if (!hit) return block;
    if (hit.first <= within.first) return undefined;
    block = blockUntil(addressAt(hit.first, -1), length);
  }
  return undefined;
}

/** What two ranges that overlap have in common. (Math.max does not take bigints.) */
function common(a: Range, b: Range): Range {
  const [later, earlier] = a.first > b.first ? [a, b] : [b, a];
  const inner = later.last <= earlier.last ? later : earlier;
  return { first: later.first, last: inner.last };
}

function isIPv4(range: Range): boolean {
  return familyOf(range.first) === 4;
}

/** The first block that starts at or after the address. */
function blockFrom(address: Address, length: number): Prefix {
  const block = prefixOf(address, length);
  return block.first === address ? block : prefixOf(addressAt(block.last, 1), length);
}

/** The last block that ends at or before the address; before the first of all, one that starts below zero. */
function blockUntil(address: Address, length: number): Prefix {
  const block = prefixOf(address, length);
  if (block.last === address) return block;
  const last = addressAt(block.first, -1);
  return last < 0 ? { first: last, last, length } : prefixOf(last, length);
}

/** Ranges of one family, sorted, with those that touch or overlap made one. */
function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: { first: Address; last: Address }[] = [];
  for (const index of orderByFirst(ranges)) {
    const { first, last } = ranges[index]!;
    const previous = merged.at(-1);
    if (!previous || addressAt(previous.last, 1) < first) merged.push({ first, last });
    else if (last > previous.last) previous.last = last;
  }
  return merged;
}

/** The first index from 0 to `length` for which the test holds; it holds for all after it. */
function lowerBound(length: number, test: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
