import { type Address, formatAddress } from '../address/address.ts';
import { containsAddress, prefixOf } from '../address/prefix.ts';
import type { RoutingPeer } from '../cni/plugin.ts';
import { addLoopback } from '../linux/configure.ts';
import { lookupRoute } from '../linux/fib.ts';
import { NetworkNamespace } from '../linux/namespace.ts';
import type { Packet } from '../linux/packet.ts';
import type { RouteSource } from '../linux/routing-table.ts';
import { indexById } from '../topology/by-id.ts';
import type { Topology } from '../topology/topology.ts';
import type { Router, Segment } from '../topology/underlay.ts';
import { addDefaultRoutes, addInterfaces, addStaticRoutes } from './build.ts';
import { addClaim } from './claimed.ts';
import { gatewayEdge, isDeclared } from './edges.ts';
import { gatewayKey, routerKey, strangerKey } from './keys.ts';
import { enableForwarding } from './machine.ts';
import { cardOn, gatewaysOf, type MachineInterface } from './nics.ts';
import { addTranslation } from './outside.ts';

/** The cards of a router: on each segment that it connects, with the gateway addresses that no host has. */
export function routerCards(
  topology: Topology,
  router: Router,
  isTaken: (segment: Segment, address: Address) => boolean,
): readonly MachineInterface[] {
  const { segments } = indexById(topology);
  return router.connects.flatMap(({ value, origin }, index) => {
    const segment = segments.get(value);
    if (!segment) return [];
    const own = gatewaysOf(topology, segment).filter((address) => !isTaken(segment, address));
    return { ...cardOn(segment, own, `${router.id} ${value}`), device: `eth${index}`, origin };
  });
}

/** A declared router: a Linux machine that forwards between its segments. `told` is what it learns by BGP. */
export function buildRouter(
  topology: Topology,
  router: Router,
  interfaces: readonly MachineInterface[],
  told: (peer: RoutingPeer) => readonly RouteSource[],
): NetworkNamespace {
  const namespace = new NetworkNamespace(routerKey(router), router.name, 'router', router.origin);
  addLoopback(namespace);
  addInterfaces(namespace, interfaces);
  enableForwarding(namespace);
  addStaticRoutes(topology, namespace, interfaces, router.routes);
  for (const source of told(peerOf(interfaces))) namespace.main.use(source);
  return namespace;
}

function peerOf(interfaces: readonly MachineInterface[]): RoutingPeer {
  const isNear = (address: Address) => (nic: MachineInterface) =>
    nic.addresses.some((own) => containsAddress(prefixOf(own.address, own.length), address));
  return {
    addresses: interfaces.flatMap(({ addresses }) => addresses.map(({ address }) => address)),
    deviceTowards: (address) => interfaces.find(isNear(address))?.device,
  };
}

/** The gateway of a segment that nobody declared: it is there and answers ARP, and behind it the model ends. */
export function buildGateway(topology: Topology, segment: Segment, card: MachineInterface): NetworkNamespace {
  const address = formatAddress(card.addresses[0]!.address);
  const namespace = new NetworkNamespace(gatewayKey(segment), address, 'gateway', segment.origin);
  addLoopback(namespace);
  addInterfaces(namespace, [card]);
  addTranslation(topology, segment, namespace);
  const own = (packet: Packet, iif: string) => iif !== card.device || leadsOn(topology, namespace, card.device, packet);
  const edge = gatewayEdge(topology, segment, address);
  namespace.edge = { judge: (packet, iif) => (own(packet, iif) ? undefined : edge.judge(packet, iif)) };
  return namespace;
}

/** Whether it knows a way for a packet by another card than the one on its own segment: a peering, or 1:1 NAT. */
function leadsOn(topology: Topology, namespace: NetworkNamespace, inside: string, packet: Packet): boolean {
  const way = lookupRoute(namespace, packet)?.route;
  if (way?.type !== 'unicast' || way.device === inside) return false;
  return way.destination.length > 0 || !isDeclared(topology, packet.destination);
}

/** Some machine at a free address of a segment: it uses the segment's gateway and listens on every port. */
export function buildStranger(topology: Topology, segment: Segment, card: MachineInterface): NetworkNamespace {
  const own = card.addresses[0]!.address;
  const address = formatAddress(own);
  const namespace = new NetworkNamespace(strangerKey(segment, address), address, 'host', segment.origin);
  addLoopback(namespace);
  addInterfaces(namespace, [card]);
  addDefaultRoutes(namespace, card.device, gatewaysOf(topology, segment), segment.origin);
  namespace.listeners.push({});
  addClaim(topology, namespace, own);
  return namespace;
}
