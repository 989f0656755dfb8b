import { type Address, addressAt, formatAddress } from '../../network/address/address.ts';
import type { Prefix } from '../../network/address/prefix.ts';
import type { Range, RangeSet } from '../../network/address/ranges.ts';
import type { Proposal } from './proposal.ts';
import { firstLike, narrowed, type Typed } from './typed.ts';

export const proposal = (address: Address | undefined, detail: string): Proposal[] =>
  address === undefined ? [] : [{ text: formatAddress(address), kind: 'address', detail }];

/** The first free address of the ranges that begins as written. */
export function firstFree(ranges: readonly Range[], taken: RangeSet, typed: Typed): Address | undefined {
  for (const range of ranges) {
    const part = narrowed(range, typed);
    const found = part && firstLike(taken.free(part), typed);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Without the first addresses and, for IPv4, without the broadcast address. */
export function inner(range: Prefix, skipped: number): Range[] {
  const last = typeof range.last === 'number' && skipped > 0 ? addressAt(range.last, -1) : range.last;
  const first = addressAt(range.first, skipped);
  return first <= last ? [{ first, last }] : [];
}
