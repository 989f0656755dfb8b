import { type Address, familyOf } from '../address/address.ts';
import { prefix } from '../address/parse.ts';
import { containsAddress, prefixOf } from '../address/prefix.ts';
import type { Device } from './device.ts';
import type { NetworkNamespace, PolicyRule } from './namespace.ts';
import type { Packet } from './packet.ts';
import type { RefusedRoute, Route } from './route.ts';

/** What decides about a route: the destination, and for policy rules the source and the mark. */
export type RouteQuery = Pick<Packet, 'destination' | 'mark'> & {
  readonly source?: Address;
  /** The device that the packet came in by; none for one that is made here. */
  readonly iif?: string;
};

export interface RouteDecision {
  readonly route: Route;
  readonly table: string;
  /** Routes that hold the address too and lost, best first. */
  readonly losing: readonly Route[];
}

/** Asks the tables in the order of the policy rules; `throw` goes on with the next rule. Undefined: no route. */
export function lookupRoute(namespace: NetworkNamespace, query: RouteQuery): RouteDecision | undefined {
  for (const rule of namespace.rules) {
    if (!ruleApplies(rule, query)) continue;
    const [route, ...losing] = namespace.tables.get(rule.table)?.matches(query.destination) ?? [];
    if (route && route.type !== 'throw') return { route, table: rule.table, losing };
  }
  return undefined;
}

/** What would have led to the destination, or led to it better, had the kernel not refused it. */
export function refusedRoute(namespace: NetworkNamespace, query: RouteQuery): RefusedRoute | undefined {
  for (const rule of namespace.rules) {
    const refused = ruleApplies(rule, query) ? namespace.tables.get(rule.table)?.refused(query.destination) : undefined;
    if (refused) return refused;
  }
  return undefined;
}

function ruleApplies(rule: PolicyRule, query: RouteQuery): boolean {
  return selects(rule, query) !== (rule.not ?? false);
}

function selects({ from, to, iif, mark, mask = 0xffffffff }: PolicyRule, query: RouteQuery): boolean {
  if (to && !containsAddress(to, query.destination)) return false;
  if (from && (query.source === undefined || !containsAddress(from, query.source))) return false;
  if (iif !== undefined && iif !== query.iif) return false;
  return mark === undefined || mark === ((query.mark ?? 0) & mask) >>> 0;
}

/**
 * The source of a packet made here: the route's `src`, else the address of the route's device that shares a subnet with
 * the next hop, else the device's first, else any other device's.
 */
export function selectSource(namespace: NetworkNamespace, route: Route, destination: Address): Address | undefined {
  if (route.source !== undefined) return route.source;
  if (route.type === 'local') return destination;
  return addressOfDevice(namespace, route.device, route.via ?? destination);
}

/** The address that a device speaks with towards a neighbour (`inet_select_addr`); MASQUERADE takes it too. */
export function addressOfDevice(
  namespace: NetworkNamespace,
  device: string | undefined,
  neighbour: Address,
): Address | undefined {
  const own = device === undefined ? undefined : namespace.devices.get(device);
  // Addresses of lo are of scope host: nobody speaks with them to others, and MASQUERADE does not take them.
  const isOwn = device === 'lo' && isHostScope(neighbour);
  const first = own && (own.kind !== 'loopback' || isOwn) ? pickAddress(own, neighbour) : undefined;
  if (first !== undefined) return first;
  const others = [...namespace.devices.values()].filter((other) => other.up && other.kind !== 'loopback');
  return others.map((other) => pickAddress(other, neighbour)).find((address) => address !== undefined);
}

const LOOPBACK = { 4: prefix('127.0.0.0/8'), 6: prefix('::1/128') };

function isHostScope(address: Address): boolean {
  return containsAddress(LOOPBACK[familyOf(address)], address);
}

function pickAddress(device: Device, neighbour: Address): Address | undefined {
  const usable = device.addresses.filter(({ address }) => familyOf(address) === familyOf(neighbour));
  const onLink = usable.find(({ address, length }) => containsAddress(prefixOf(address, length), neighbour));
  return (onLink ?? usable[0])?.address;
}

/**
 * Whether a gateway is a direct neighbour: the best route to it leads straight out of the device, with no gateway of its
 * own, and it is not an address of this machine (`fib_check_nh`).
 */
export function isOnLink(namespace: NetworkNamespace, gateway: Address, device: string | undefined): boolean {
  const route = lookupRoute(namespace, { destination: gateway })?.route;
  if (route?.type !== 'unicast' || route.via !== undefined) return false;
  return device === undefined || route.device === device;
}
