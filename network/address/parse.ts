import { IPv4, IPv6 } from 'ip-num';
import { type Address, bitsOf, familyOf } from './address.ts';
import { type Prefix, prefixOf } from './prefix.ts';

/** What an address literal says: an address, and the mask length when it has one (`10.0.0.5/8` is both). */
export interface Literal {
  readonly address: Address;
  readonly length?: number;
}

/** Why a literal is not one, in words that complete "… is not an address: ". */
export interface BadLiteral {
  readonly error: string;
}

/*
 * ip-num reads and checks each literal once (5 to 10 µs); every further time it is a look-up by the text. The table is
 * bounded: an editor sees many half-typed literals over a long day.
 */
const known = new Map<string, Literal | BadLiteral>();
const KNOWN_LIMIT = 200_000;

/** Reads `10.0.0.1`, `10.0.0.0/8`, `fd00::1` or `fd00::/56`. Host bits may be set; see {@link hostBitsSet}. */
export function readLiteral(text: string): Literal | BadLiteral {
  let result = known.get(text);
  if (!result) {
    if (known.size >= KNOWN_LIMIT) known.clear();
    result = read(text);
    known.set(text, result);
  }
  return result;
}

/** True for `10.0.0.5/8`: a prefix whose address is not its network address. */
export function hostBitsSet(literal: Literal): boolean {
  return literal.length !== undefined && prefixOf(literal.address, literal.length).first !== literal.address;
}

/** Reads an address that is known to be right; throws RangeError otherwise. For tests, and for constants in code. */
export function address(text: string): Address {
  const literal = readLiteral(text);
  if ('error' in literal || literal.length !== undefined) throw new RangeError(`not an address: ${text}`);
  return literal.address;
}

/** Reads a prefix that is known to be right (host bits are cleared); throws RangeError otherwise. */
export function prefix(text: string): Prefix {
  const literal = readLiteral(text);
  if ('error' in literal || literal.length === undefined) throw new RangeError(`not a prefix: ${text}`);
  return prefixOf(literal.address, literal.length);
}

function read(text: string): Literal | BadLiteral {
  const [host = '', mask, ...rest] = text.split('/');
  if (rest.length > 0) return { error: 'it has more than one "/"' };
  const value = host.includes(':') ? readIPv6(host) : readIPv4(host);
  if (typeof value === 'object') return value;
  if (mask === undefined) return { address: value };
  const bits = bitsOf(familyOf(value));
  if (!/^\d{1,3}$/.test(mask) || Number(mask) > bits) return { error: `the mask length is a number from 0 to ${bits}` };
  return { address: value, length: Number(mask) };
}

function readIPv4(text: string): Address | BadLiteral {
  const octets = text.split('.');
  if (octets.length !== 4) return { error: `an IPv4 address has four octets, this has ${octets.length}` };
  const wrong = octets.find((octet) => !/^\d+$/.test(octet) || Number(octet) > 255);
  if (wrong !== undefined) return { error: `${wrong === '' ? 'an empty octet' : wrong} is not an octet from 0 to 255` };
  const padded = octets.find((octet) => octet.length > 1 && octet.startsWith('0'));
  if (padded !== undefined) return { error: `${padded} has a leading zero, which some tools read as octal` };
  return Number(IPv4.fromDecimalDottedString(text).getValue());
}

function readIPv6(text: string): Address | BadLiteral {
  const expanded = expandEmbeddedIPv4(text);
  if (typeof expanded === 'object') return expanded;
  const groups = expanded.split(':');
  const wrong = groups.find((group) => !/^[0-9a-fA-F]{0,4}$/.test(group));
  if (wrong !== undefined) return { error: `${wrong} is not a group of up to four hexadecimal digits` };
  try {
    return BigInt(IPv6.fromString(expanded).getValue());
  } catch {
    return { error: 'an IPv6 address has eight groups, or fewer with one "::"' };
  }
}

/** RFC 4291 section 2.2, form 3: `::ffff:10.0.0.1`. ip-num refuses it, so the last 32 bits become two groups first. */
function expandEmbeddedIPv4(text: string): string | BadLiteral {
  const cut = text.lastIndexOf(':') + 1;
  if (!text.slice(cut).includes('.')) return text;
  const value = readIPv4(text.slice(cut));
  if (typeof value === 'object') return value;
  const low = Number(value);
  return `${text.slice(0, cut)}${(low >>> 16).toString(16)}:${(low & 0xffff).toString(16)}`;
}
