import { type Address, familyOf } from '../address/address.ts';
import { containsAddress } from '../address/prefix.ts';
import { EVERYWHERE } from '../address/special.ts';
import { addAddress, addDevice, addRoute } from '../linux/configure.ts';
import { neighbourTable } from '../linux/device.ts';
import { lookupRoute, type RouteQuery } from '../linux/fib.ts';
import { addGap } from '../linux/gaps.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { indexById } from '../topology/by-id.ts';
import type { Origin } from '../topology/origin.ts';
import type { Topology } from '../topology/topology.ts';
import type { Machine, Segment, StaticRoute } from '../topology/underlay.ts';
import { addressesOf, gatewaysOf, type MachineInterface } from './nics.ts';

/** Puts network cards with their addresses into a namespace. */
export function addInterfaces(namespace: NetworkNamespace, interfaces: readonly MachineInterface[]): void {
  for (const nic of interfaces) {
    const device = addDevice(namespace, {
      kind: 'physical',
      name: nic.device,
      mac: nic.mac,
      mtu: nic.mtu,
      up: !nic.down,
      addresses: [],
      neighbours: neighbourTable(),
      segment: nic.segment?.id,
      origin: nic.origin,
    });
    for (const { address, length } of nic.addresses) addAddress(namespace, device, address, length, nic.origin);
  }
}

/** `default via <gateway> dev <nic>`, one per family. */
export function addDefaultRoutes(
  namespace: NetworkNamespace,
  device: string,
  gateways: readonly Address[],
  origin: Origin,
): void {
  for (const via of gateways) {
    const destination = EVERYWHERE[familyOf(via)];
    addRoute(namespace, { type: 'unicast', destination, via, device, protocol: 'boot', origin });
  }
}

/** The routes that a machine's block states. What the kernel refuses is kept as refused. */
export function addStaticRoutes(
  topology: Topology,
  namespace: NetworkNamespace,
  interfaces: readonly MachineInterface[],
  routes: readonly StaticRoute[],
): void {
  for (const route of routes) {
    const { origin } = route;
    const destination = route.destination.value;
    if (route.via === 'blackhole') {
      addRoute(namespace, { type: 'blackhole', destination, protocol: 'boot', origin });
      continue;
    }
    const via = nextHop(topology, interfaces, route.via.value, familyOf(destination.first));
    if (via === undefined) addRouteGap(namespace, route);
    else addRoute(namespace, { type: 'unicast', destination, via, protocol: 'boot', origin });
  }
}

/** The address of a next hop: of a named machine the one on a segment that both are on, of a router its gateway there. */
function nextHop(
  topology: Topology,
  interfaces: readonly MachineInterface[],
  via: Address | string,
  family: 4 | 6,
): Address | undefined {
  if (typeof via !== 'string') return via;
  const segments = interfaces.flatMap(({ segment }) => segment ?? []);
  const inOurs = (address: Address) =>
    segments.some(({ cidrs }) => cidrs.some(({ value }) => containsAddress(value, address)));
  return addressesNamed(topology, via, segments).find((address) => familyOf(address) === family && inOurs(address));
}

function addressesNamed(topology: Topology, id: string, segments: readonly Segment[]): readonly Address[] {
  const { hosts, nodes, routers } = indexById(topology);
  const machine: Machine | undefined = hosts.get(id) ?? nodes.get(id);
  if (machine) return addressesOf(topology, machine);
  const connected = routers.get(id)?.connects.map(({ value }) => value) ?? [];
  return segments
    .filter((segment) => connected.includes(segment.id))
    .flatMap((segment) => gatewaysOf(topology, segment));
}

/** Marks what would take the route as undecided; a longer prefix leads past it. */
function addRouteGap(namespace: NetworkNamespace, { destination, via, origin }: StaticRoute): void {
  const reason = `a route of ${namespace.name} via ${via === 'blackhole' ? via : via.value} is not modelled yet`;
  const applies = (packet: RouteQuery) => {
    if (!containsAddress(destination.value, packet.destination)) return false;
    const known = lookupRoute(namespace, packet)?.route.destination.length;
    return known === undefined || known <= destination.value.length;
  };
  addGap(namespace, { applies, reason, origin });
}
