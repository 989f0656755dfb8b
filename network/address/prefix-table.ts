import { type Address, addressAt, type Family, familyOf } from './address.ts';
import { type Prefix, prefixFamily } from './prefix.ts';

export interface PrefixEntry<T> {
  readonly prefix: Prefix;
  readonly value: T;
}

/** A stretch of addresses that have one longest prefix: it begins here and ends where the next begins. */
interface Stretch<T> {
  readonly start: Address;
  readonly owner: Nested<T> | undefined;
}

interface Nested<T> extends PrefixEntry<T> {
  /** The next shorter prefix around it. */
  readonly outer: Nested<T> | undefined;
}

/**
 * Longest-prefix match over a list that does not change: prefixes nest or are disjoint, so they cut the addresses into
 * sorted stretches with one owner each, and a look-up is one binary search. Of equal prefixes the first one counts.
 */
export class PrefixTable<T> {
  readonly #stretches: Readonly<Record<Family, readonly Stretch<T>[]>>;

  constructor(entries: Iterable<PrefixEntry<T>>) {
    const sorted = [...entries].sort(outerFirst);
    const of = (family: Family) => cut(sorted.filter((entry) => prefixFamily(entry.prefix) === family));
    this.#stretches = { 4: of(4), 6: of(6) };
  }

  /** The entry with the longest prefix that holds the address. */
  lookup(address: Address): PrefixEntry<T> | undefined {
    return this.#owner(address);
  }

  /** All entries whose prefix holds the address, longest first. */
  *covering(address: Address): Generator<PrefixEntry<T>> {
    for (let entry = this.#owner(address); entry; entry = entry.outer) yield entry;
  }

  #owner(address: Address): Nested<T> | undefined {
    const stretches = this.#stretches[familyOf(address)];
    let [low, high] = [0, stretches.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (stretches[middle]!.start <= address) low = middle + 1;
      else high = middle;
    }
    return stretches[low - 1]?.owner;
  }
}

/** By first address, the wider of two that start alike first; the sort is stable, so equal ones keep their order. */
function outerFirst<T>(a: PrefixEntry<T>, b: PrefixEntry<T>): number {
  if (a.prefix.first === b.prefix.first) return a.prefix.length - b.prefix.length;
  return a.prefix.first < b.prefix.first ? -1 : 1;
}

function cut<T>(sorted: readonly PrefixEntry<T>[]): Stretch<T>[] {
  const stretches: Stretch<T>[] = [];
  const begin = (start: Address, owner: Nested<T> | undefined) => {
    if (stretches.at(-1)?.start === start) stretches.pop();
    stretches.push({ start, owner });
  };
  let inner: Nested<T> | undefined;
  const closeBefore = (first: Address | undefined) => {
    while (inner && (first === undefined || inner.prefix.last < first)) {
      begin(addressAt(inner.prefix.last, 1), inner.outer);
      inner = inner.outer;
    }
  };
  for (const entry of sorted) {
    closeBefore(entry.prefix.first);
    if (inner?.prefix.first === entry.prefix.first && inner.prefix.length === entry.prefix.length) continue;
    inner = { ...entry, outer: inner };
    begin(entry.prefix.first, inner);
  }
  closeBefore(undefined);
  return stretches;
}
