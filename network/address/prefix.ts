import { type Address, addressAt, bitsOf, type Family, familyOf, formatAddress } from './address.ts';

/** A CIDR prefix as the range it covers; `first` is the network address (host bits are never set). */
export interface Prefix {
  readonly first: Address;
  readonly last: Address;
  /** Mask length, 0 to 32 or 128. */
  readonly length: number;
}

/** The prefix of that length that holds the address; host bits are cleared. */
export function prefixOf(address: Address, length: number): Prefix {
  if (typeof address === 'number') {
    const size = 2 ** (32 - length);
    const first = address - (address % size);
    return { first, last: first + size - 1, length };
  }
  const host = (1n << BigInt(128 - length)) - 1n;
  return { first: address & ~host, last: address | host, length };
}

/** One address as a prefix: a /32 or /128. */
export function hostPrefix(address: Address): Prefix {
  return prefixOf(address, bitsOf(familyOf(address)));
}

/** The family of its addresses. */
export function prefixFamily(prefix: Prefix): Family {
  return familyOf(prefix.first);
}

/** Whether it holds the address; one of the other family never. */
export function containsAddress(prefix: Prefix, address: Address): boolean {
  return typeof prefix.first === typeof address && prefix.first <= address && address <= prefix.last;
}

/** True when `inner` lies wholly inside `outer` (equal ones do). */
export function containsPrefix(outer: Prefix, inner: Prefix): boolean {
  return containsAddress(outer, inner.first) && inner.last <= outer.last;
}

/** True when two ranges have an address in common. */
export function overlaps(a: Pick<Prefix, 'first' | 'last'>, b: Pick<Prefix, 'first' | 'last'>): boolean {
  return typeof a.first === typeof b.first && a.first <= b.last && b.first <= a.last;
}

/** Whether two have the same address and mask length. */
export function samePrefix(a: Prefix, b: Prefix): boolean {
  return a.first === b.first && a.length === b.length;
}

/** Addresses in the prefix; a number, so inexact (but never too small by more than rounding) for wide IPv6 prefixes. */
export function prefixSize(prefix: Prefix): number {
  return 2 ** (bitsOf(prefixFamily(prefix)) - prefix.length);
}

/** The `index`-th sub-prefix of that length, counted from 0; undefined when the prefix holds fewer. */
export function subnetAt(prefix: Prefix, length: number, index: number): Prefix | undefined {
  if (length < prefix.length || index >= 2 ** (length - prefix.length)) return undefined;
  const step = BigInt(index) << BigInt(bitsOf(prefixFamily(prefix)) - length);
  return prefixOf(addressAt(prefix.first, step), length);
}

/** Text of a prefix: `10.0.0.0/8`. */
export function formatPrefix(prefix: Prefix): string {
  return `${formatAddress(prefix.first)}/${prefix.length}`;
}

/** As Linux's tools print a prefix: one that holds a single address goes without its mask. */
export function formatBriefly(prefix: Prefix): string {
  return prefix.length === bitsOf(prefixFamily(prefix)) ? formatAddress(prefix.first) : formatPrefix(prefix);
}
