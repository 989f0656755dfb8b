import { type Address, addressAt, type Family, formatAddress } from '../../network/address/address.ts';
import { readLiteral } from '../../network/address/parse.ts';
import { type Prefix, prefixOf } from '../../network/address/prefix.ts';
import type { Range } from '../../network/address/ranges.ts';

/** What the beginning of an address literal says of the whole. */
export interface Typed {
  readonly text: string;
  /** Undefined while nothing tells. */
  readonly family?: Family;
  /** `10.1.` wants an address of 10.1.0.0/16. */
  readonly within?: Prefix;
  /** As if the last octet were complete: `10.1` may go on as `10.12`, yet 10.1.0.0/16 is the first guess. */
  readonly guess?: Prefix;
  /** `10.1.0.0/2`: the address, and the mask's digits so far. */
  readonly base?: Address;
  readonly mask?: string;
}

/** Reads the beginning of an address or prefix; of what is none only the text is known. */
export function readTyped(text: string): Typed {
  if (text.includes(':')) return { text, family: 6, ...readMask(text) };
  if (!/^\d/.test(text)) return { text };
  if (text.includes('/')) return { text, family: 4, ...readMask(text) };
  return { text, family: 4, within: octets(text), guess: octets(`${text}.`) };
}

function readMask(text: string): Pick<Typed, 'base' | 'mask'> {
  const [host = '', mask] = text.split('/');
  const literal = mask === undefined ? undefined : readLiteral(host);
  return literal && !('error' in literal) ? { base: literal.address, mask } : {};
}

/** The octets that are complete, as a prefix; undefined when there are none, or one is too large. */
function octets(text: string): Prefix | undefined {
  const complete = text.split('.').slice(0, -1).slice(0, 3);
  if (complete.length === 0 || complete.some((octet) => !/^\d{1,3}$/.test(octet) || Number(octet) > 255))
    return undefined;
  const address = [0, 1, 2, 3].reduce((sum, i) => sum * 256 + Number(complete[i] ?? 0), 0);
  return prefixOf(address, complete.length * 8);
}

/** The part of a range that the beginning leaves; undefined when it leaves none. */
export function narrowed(range: Range, { family, within }: Typed): Range | undefined {
  if (family !== undefined && family !== (typeof range.first === 'number' ? 4 : 6)) return undefined;
  if (!within || typeof range.first !== 'number') return range;
  const first = Math.max(range.first, Number(within.first));
  const last = Math.min(Number(range.last), Number(within.last));
  return first <= last ? { first, last } : undefined;
}

/** Free addresses looked at for one that begins as written. */
const LOOKED_AT = 1024;

/** The first address that begins as written. */
export function firstLike(addresses: Iterable<Address>, { text, family }: Typed): Address | undefined {
  let left = LOOKED_AT;
  for (const address of addresses) {
    if (family !== 4 || formatAddress(address).startsWith(text)) return address;
    if (--left === 0) return undefined;
  }
  return undefined;
}

/** One after the other, up to the last of the range. */
export const after = (address: Address, range: Range): Range => ({ first: addressAt(address, 1), last: range.last });
