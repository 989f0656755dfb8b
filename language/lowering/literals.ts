import type { Address } from '../../network/address/address.ts';
import { hostBitsSet, type Literal, readLiteral } from '../../network/address/parse.ts';
import { formatPrefix, type Prefix, prefixOf } from '../../network/address/prefix.ts';
import type { Origin, Sourced } from '../../network/topology/origin.ts';
import type { Finding } from '../../network/topology/topology.ts';

type Findings = Finding[];

/** Reads a prefix. Host bits are noticed and cleared; anything else that is wrong is noticed and leaves no value. */
export function readPrefix(text: string, origin: Origin, findings: Findings): Sourced<Prefix> | undefined {
  const literal = read(text, origin, findings);
  if (!literal) return undefined;
  if (literal.length === undefined) {
    const reason = 'a prefix needs the length of its mask';
    findings.push({ kind: 'bad-literal', text, reason, suggestion: `${text}/${likelyLength(text)}`, origin });
    return undefined;
  }
  const value = prefixOf(literal.address, literal.length);
  if (hostBitsSet(literal)) findings.push({ kind: 'host-bits', text, suggestion: formatPrefix(value), origin });
  return { value, origin };
}

/** Reads an address without a mask. */
export function readAddress(text: string, origin: Origin, findings: Findings): Sourced<Address> | undefined {
  const literal = read(text, origin, findings);
  if (!literal) return undefined;
  if (literal.length === undefined) return { value: literal.address, origin };
  const reason = 'an address has no mask here';
  findings.push({ kind: 'bad-literal', text, reason, suggestion: text.replace(/\/.*$/, ''), origin });
  return undefined;
}

/** Reads a MAC address, in lower case. */
export function readMac(text: string, origin: Origin, findings: Findings): Sourced<string> | undefined {
  if (/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text)) return { value: text.toLowerCase(), origin };
  const reason = 'a MAC address is six pairs of hexadecimal digits with ":" between them';
  findings.push({ kind: 'bad-literal', text, reason, origin });
  return undefined;
}

function read(text: string, origin: Origin, findings: Findings): Literal | undefined {
  const literal = readLiteral(text);
  if (!('error' in literal)) return literal;
  findings.push({ kind: 'bad-literal', text, reason: literal.error, suggestion: likely(text), origin });
  return undefined;
}

/** `10.0.0/8` and `010.0.0.1` leave little doubt about what was meant. */
function likely(text: string): string | undefined {
  const [host = '', mask] = text.split('/');
  const octets = host.split('.').map((octet) => octet.replace(/^0+(?=\d)/, ''));
  while (mask !== undefined && octets.length < 4 && octets.length > 0) octets.push('0');
  const guess = octets.join('.') + (mask === undefined ? '' : `/${mask}`);
  return guess !== text && !('error' in readLiteral(guess)) ? guess : undefined;
}

/** `10.0.0.0` is most likely a /8, `172.16.0.0` a /16; an address of a machine stands for itself. */
function likelyLength(text: string): number {
  if (text.includes(':')) return text.endsWith('::') ? 64 : 128;
  const zeros = /(\.0)*$/.exec(text)?.[0].length ?? 0;
  return 32 - zeros * 4;
}
