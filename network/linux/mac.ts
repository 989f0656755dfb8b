import type { Address } from '../address/address.ts';

export const BROADCAST_MAC = 'ff:ff:ff:ff:ff:ff';

/**
 * A locally administered unicast MAC that depends on the seed only, for devices whose real MAC is random or burnt in.
 * 46 bits: among 5,000 devices of one segment two equal ones are a matter of 1 in 5 million.
 */
export function derivedMac(seed: string): string {
  const [high, low] = hash53(seed);
  const first = ((high >>> 8) & 0xfc) | 0x02;
  return octets([first, high & 255, low >>> 24, (low >>> 16) & 255, (low >>> 8) & 255, low & 255]);
}

/** `prefix` (such as `0a:58`) followed by the four octets of an IPv4 address; IPv6 addresses give a derived MAC. */
export function macOfAddress(prefix: string, address: Address): string {
  if (typeof address === 'bigint') return derivedMac(`${prefix} ${address}`);
  return `${prefix}:${octets([address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255])}`;
}

/** The IPv4 address that {@link macOfAddress} has made a MAC of; undefined for other MACs. */
export function addressOfMac(prefix: string, mac: string): Address | undefined {
  if (!mac.startsWith(`${prefix}:`)) return undefined;
  return mac
    .slice(prefix.length + 1)
    .split(':')
    .reduce((sum, octet) => sum * 256 + Number.parseInt(octet, 16), 0);
}

/** Eight hexadecimal digits that depend on the seed only: the random part of a `veth…` name. */
export function derivedHex(seed: string): string {
  return hash53(seed)[1].toString(16).padStart(8, '0');
}

function octets(values: readonly number[]): string {
  return values.map((value) => value.toString(16).padStart(2, '0')).join(':');
}

/** Two multiplicative hashes mixed at the end; not cryptographic, and needs no library. */
function hash53(text: string): [number, number] {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return [high >>> 0, low >>> 0];
}
