import { type Address, familyOf } from '../address/address.ts';
import { prefix } from '../address/parse.ts';
import { containsAddress } from '../address/prefix.ts';
import { addAddress, addDevice, addRoute } from '../linux/configure.ts';
import { neighbourTable } from '../linux/device.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { indexById } from '../topology/by-id.ts';
import type { Origin } from '../topology/origin.ts';
import type { Topology } from '../topology/topology.ts';
import type { Machine, StaticRoute } from '../topology/underlay.ts';
import { interfacesOf, type MachineInterface } from './nics.ts';

const EVERYWHERE = { 4: prefix('0.0.0.0/0'), 6: prefix('::/0') };

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

/** The address of a next hop; of a named machine the one on a segment that both are on. */
function nextHop(
  topology: Topology,
  interfaces: readonly MachineInterface[],
  via: Address | string,
  family: 4 | 6,
): Address | undefined {
  if (typeof via !== 'string') return via;
  const { hosts, nodes } = indexById(topology);
  const machine: Machine | undefined = hosts.get(via) ?? nodes.get(via);
  const ranges = interfaces.flatMap(({ segment }) => segment?.cidrs ?? []);
  const theirs = machine ? interfacesOf(topology, machine).flatMap((nic) => nic.addresses) : [];
  return theirs
    .map(({ address }) => address)
    .find((address) => familyOf(address) === family && ranges.some(({ value }) => containsAddress(value, address)));
}

function addRouteGap(namespace: NetworkNamespace, route: StaticRoute): void {
  const via = route.via === 'blackhole' ? '' : route.via.value;
  const reason = `a route of ${namespace.name} via ${via} is not modelled yet`;
  const applies = ({ destination }: { readonly destination: Address }) =>
    containsAddress(route.destination.value, destination) && !namespace.isLocal(destination);
  for (const hook of ['ORIGINATE', 'PREROUTING'] as const) {
    namespace.gaps.push({ hook, applies, reason, origin: route.origin });
  }
}
