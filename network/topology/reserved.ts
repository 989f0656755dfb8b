import { type Address, addressAt, type Family, familyOf } from '../address/address.ts';
import { type Prefix, prefixFamily } from '../address/prefix.ts';
import type { Range } from '../address/ranges.ts';
import type { Provider } from './underlay.ts';

/** How many addresses at each end of a subnet are not for machines. */
interface Reserved {
  readonly first: number;
  readonly last: number;
}

/**
 * Read in November 2025: AWS "Subnet CIDR blocks" (IPv6 alike), Alibaba Cloud "VPCs and vSwitches", Google Cloud
 * "Subnets" (primary IPv4 ranges), Azure "Virtual Network FAQ". `none`: network and broadcast (RFC 919; IPv6 has the
 * subnet-router anycast address of RFC 4291 section 2.6.1 and no broadcast).
 */
const RESERVED: Readonly<Record<Provider, Readonly<Record<Family, Reserved>>>> = {
  aws: { 4: { first: 4, last: 1 }, 6: { first: 4, last: 1 } },
  alibaba: { 4: { first: 1, last: 3 }, 6: { first: 1, last: 0 } },
  gcp: { 4: { first: 2, last: 2 }, 6: { first: 1, last: 0 } },
  azure: { 4: { first: 4, last: 1 }, 6: { first: 4, last: 1 } },
  none: { 4: { first: 1, last: 1 }, 6: { first: 1, last: 0 } },
};

/** The addresses of a subnet that machines may have; undefined when none is left. RFC 3021: a /31 has no broadcast. */
export function usableRange(prefix: Prefix, provider: Provider): Range | undefined {
  if (provider === 'none' && prefix.last <= addressAt(prefix.first, 1)) return prefix;
  const reserved = RESERVED[provider][prefixFamily(prefix)];
  const range = { first: addressAt(prefix.first, reserved.first), last: addressAt(prefix.last, -reserved.last) };
  return range.first <= range.last ? range : undefined;
}

/**
 * The addresses of a bridge's range that are for pods or containers: without the network's, the bridge's own behind it,
 * and IPv4's broadcast address. Empty (`first` beyond `last`) where the range is too small for any.
 */
export function bridgedRange(prefix: Prefix): Range {
  const last = prefixFamily(prefix) === 4 ? addressAt(prefix.last, -1) : prefix.last;
  return { first: addressAt(prefix.first, 2), last };
}

/** Whether the provider (for `none`: IP itself) keeps the address for itself. */
export function isReserved(prefix: Prefix, provider: Provider, address: Address): boolean {
  const range = usableRange(prefix, provider);
  return familyOf(address) === prefixFamily(prefix) && !(range && range.first <= address && address <= range.last);
}
