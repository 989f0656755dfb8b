import { type Address, addressAt, type Family, familyOf } from '../address/address.ts';
import { prefixOf } from '../address/prefix.ts';
import type { Range } from '../address/ranges.ts';
import type { Policy } from '../topology/policy.ts';
import { TYPES } from './rules.ts';

/** All addresses, cut wherever an ipBlock or an exception begins or ends: within a range every policy decides alike. */
export class Cuts {
  readonly #starts: Readonly<Record<Family, readonly Address[]>>;
  /** Some policy has an ipBlock; without any, addresses do not matter. */
  readonly hasBlocks: boolean;

  /** Where an address was found last: pods of a workload are mostly neighbours. */
  #last = 0;

  constructor(blocks: Iterable<Range>) {
    const starts: Record<Family, Set<Address>> = { 4: new Set([0]), 6: new Set([0n]) };
    let hasBlocks = false;
    for (const { first, last } of blocks) {
      const family = familyOf(first);
      hasBlocks = true;
      starts[family].add(first);
      if (last !== lastOf(family)) starts[family].add(addressAt(last, 1));
    }
    const sorted = (family: Family) => [...starts[family]].sort((a, b) => (a < b ? -1 : 1));
    this.#starts = { 4: sorted(4), 6: sorted(6) };
    this.hasBlocks = hasBlocks;
  }

  ranges(family: Family): Range[] {
    const starts = this.#starts[family];
    return starts.map((first, i) => ({
      first,
      last: i + 1 < starts.length ? addressAt(starts[i + 1]!, -1) : lastOf(family),
    }));
  }

  /** Whether an address lies in the range that begins there. */
  isAt(address: Address, start: Address): boolean {
    const starts = this.#starts[familyOf(address)];
    if (isWithin(starts, this.#last, address)) return starts[this.#last] === start;
    return this.startOf(address) === start;
  }

  /** The range that holds an address, by its first address: equal for addresses that no policy tells apart. */
  startOf(address: Address): Address {
    const starts = this.#starts[familyOf(address)];
    if (isWithin(starts, this.#last, address)) return starts[this.#last]!;
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (starts[middle]! <= address) low = middle + 1;
      else high = middle;
    }
    this.#last = low - 1;
    return starts[this.#last]!;
  }

  /** Starts of ranges that are not ranges of `now` any more: they have been cut, or joined to the one before. */
  staleIn(now: Cuts): ReadonlySet<Address> {
    const stale = new Set<Address>();
    for (const family of [4, 6] as const) {
      for (const start of onlyIn(this.#starts[family], now.#starts[family])) stale.add(start);
      for (const start of onlyIn(now.#starts[family], this.#starts[family])) stale.add(this.startOf(start));
    }
    return stale;
  }

  /** Whether both cut alike. */
  equals(other: Cuts): boolean {
    return ([4, 6] as const).every((family) => {
      const [ours, theirs] = [this.#starts[family], other.#starts[family]];
      return ours.length === theirs.length && ours.every((start, i) => start === theirs[i]);
    });
  }
}

/** What the first of two ascending lists has and the second has not. */
function* onlyIn(some: readonly Address[], others: readonly Address[]): Generator<Address> {
  let next = 0;
  for (const one of some) {
    while (next < others.length && others[next]! < one) next++;
    if (others[next] !== one) yield one;
  }
}

function isWithin(starts: readonly Address[], i: number, address: Address): boolean {
  return i < starts.length && starts[i]! <= address && (i + 1 === starts.length || address < starts[i + 1]!);
}

function lastOf(family: Family): Address {
  return prefixOf(family === 4 ? 0 : 0n, 0).last;
}

const DIRECTIONS = ['ingress', 'egress'] as const;

/** Every range that an ipBlock of the policy names. A policy that decides nothing cuts nothing. */
export function* blocksOf(policy: Policy): Generator<Range> {
  if (policy.broken) return;
  for (const rule of DIRECTIONS.flatMap((one) => (policy.policyTypes.includes(TYPES[one]) ? policy[one] : []))) {
    for (const { ipBlock } of rule.peers) {
      if (!ipBlock) continue;
      yield ipBlock.cidr.value;
      for (const { value } of ipBlock.except) yield value;
    }
  }
}
