import { type Address, type Family, familyOf, firstIPv4 } from '../address/address.ts';
import { lookupRoute, selectSource } from '../linux/fib.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { Chances } from './chances.ts';
import type { Member } from './parties.ts';

/** The destination's address of a family that the source has; IPv4 before IPv6. */
export function addressFor(destination: Member, source: Member, chances: Chances): Address | undefined {
  // A source without any address (`network none`) still tries.
  const families = new Set<Family>(source.addresses.length === 0 ? [4, 6] : source.addresses.map(familyOf));
  const usable = destination.addresses.filter((address) => families.has(familyOf(address)));
  if (!destination.spread) return firstIPv4(usable) ?? usable[0];
  return usable.find((_, i) => chances.decide(1 / (usable.length - i))) ?? usable.at(-1);
}

/** The Internet asks for the public addresses of what has any, and whoever is not in a cluster for its load balancers. */
export function asSeenBy({ key, outside }: NetworkNamespace, member: Member): Member {
  const { published = [], entrance } = member;
  if (outside && published.length > 0) return { ...member, addresses: published };
  if (!entrance) return member;
  if (key.startsWith(`pod:${entrance.cluster}/`) || key.startsWith(`node:${entrance.cluster}/`)) {
    return { ...member, entrance: undefined };
  }
  return { ...member, virtual: false, addresses: entrance.addresses, spread: true };
}

/** What the kernel would choose; where it knows no route, the machine's own address, so that the packet has one. */
export function sourceAddress(namespace: NetworkNamespace, member: Member, target: Address): Address {
  const decision = lookupRoute(namespace, { destination: target });
  const chosen = decision && selectSource(namespace, decision.route, target);
  return (
    chosen ??
    member.addresses.find((address) => familyOf(address) === familyOf(target)) ??
    UNSPECIFIED[familyOf(target)]
  );
}

const UNSPECIFIED = { 4: 0, 6: 0n };
