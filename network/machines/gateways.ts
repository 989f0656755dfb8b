import { type Address, familyOf } from '../address/address.ts';
import { EVERYWHERE } from '../address/special.ts';
import { programInternetGateway } from '../cloud/gateways/internet-gateway.ts';
import { programNatGateway } from '../cloud/gateways/nat-gateway.ts';
import type { Association } from '../cloud/gateways/one-to-one.ts';
import { publicAddresses } from '../cloud/public-addresses.ts';
import { rangesOf } from '../cloud/ranges.ts';
import { tableOf, tablesOf } from '../cloud/routing/tables.ts';
import { addLoopback, addRoute } from '../linux/configure.ts';
import { NetworkNamespace } from '../linux/namespace.ts';
import { indexById } from '../topology/by-id.ts';
import { nicAddresses } from '../topology/ipam/nics.ts';
import { machinesOf, type Topology } from '../topology/topology.ts';
import type { Declared, NatGateway, Vpc } from '../topology/underlay.ts';
import { addInterfaces } from './build.ts';
import { internetSegment } from './internet.ts';
import { internetGatewayKey, natGatewayKey } from './keys.ts';
import { enableForwarding } from './machine.ts';
import { cardOn, type MachineInterface } from './nics.ts';

/**
 * The 1:1 translation of a VPC: its Internet gateway; on Alibaba Cloud elastic addresses need none, and the edge of the
 * network stands in.
 */
export function elasticGateway(topology: Topology, vpc: Vpc): Declared | undefined {
  if (vpc.internetGateway || vpc.provider !== 'alibaba') return vpc.internetGateway;
  if (associationsOf(topology, ({ vpc: of }) => of === vpc.id).length === 0) return undefined;
  return { id: `${vpc.id}/eip`, name: 'eip', origin: vpc.origin };
}

/** Whether routes of the VPC are passed over by machines with a public address. */
export function passesTables({ provider }: Vpc): boolean {
  return provider === 'alibaba';
}

/** Public addresses of the machines on some segments, with the address that each has there. */
export function associationsOf(
  topology: Topology,
  on: (segment: { readonly id: string; readonly vpc?: string }) => boolean,
): readonly Association[] {
  const { segments } = indexById(topology);
  return machinesOf(topology).flatMap((machine) => {
    if (machine.publicAddresses.length === 0) return [];
    const nic = machine.nics.find(({ segment }) => {
      const found = segments.get(segment?.value ?? '');
      return found && on(found);
    });
    const own = nic && nicAddresses(topology).of(nic).find(isIPv4);
    if (own === undefined) return [];
    return machine.publicAddresses
      .filter(({ value }) => isIPv4(value))
      .map(({ value, origin }): Association => ({ own, public: value, origin }));
  });
}

/** The card of a gateway on the Internet, with the addresses that it answers for there. */
export function outerCard(topology: Topology, addresses: readonly Address[], key: string): MachineInterface {
  const card = cardOn(internetSegment(topology), addresses, `${key} outside`);
  // Each address stands alone out there: /32.
  return { ...card, device: 'eth1', addresses: addresses.map((address) => ({ address, length: 32 })) };
}

/** What the Internet gateway of a VPC translates: its machines' addresses, and those of load balancers in its subnets. */
export function internetGatewayCard(
  topology: Topology,
  vpc: Vpc,
  associations: readonly Association[],
): MachineInterface {
  return outerCard(
    topology,
    associations.map(({ public: address }) => address),
    internetGatewayKey(vpc),
  );
}

/** The namespace of a VPC’s Internet gateway: `card` is the one outside. */
export function buildInternetGateway(
  vpc: Vpc,
  gateway: Declared,
  card: MachineInterface,
  associations: readonly Association[],
): NetworkNamespace {
  const namespace = gatewayNamespace(internetGatewayKey(vpc), gateway, card);
  programInternetGateway(namespace, associations, 'eth0', gateway.origin);
  return namespace;
}

/** Undefined where it has no public address, or is in a subnet that nothing leads out of: then it has no card outside. */
export function natGatewayCard(topology: Topology, vpc: Vpc, gateway: NatGateway): MachineInterface | undefined {
  const own = publicAddresses(topology).ofNatGateway(gateway);
  if (own === undefined || !leadsOut(topology, vpc, gateway)) return undefined;
  return outerCard(topology, [own], natGatewayKey(gateway));
}

/** AWS: a NAT gateway reaches the Internet by the route table of its own subnet, through the Internet gateway. */
function leadsOut(topology: Topology, vpc: Vpc, { segment }: NatGateway): boolean {
  if (vpc.provider !== 'aws') return true;
  const subnet = indexById(topology).segments.get(segment?.value ?? '');
  if (!vpc.internetGateway || !subnet) return vpc.internetGateway !== undefined;
  const { declared, defaultVia } = tableOf(tablesOf(vpc), subnet);
  const written = declared?.routes.find(({ destination }) => destination.value.length === 0)?.via;
  const via = written === undefined ? defaultVia : written === 'blackhole' ? undefined : written.value;
  return via === vpc.internetGateway.id || (declared === undefined && via === undefined);
}

/** The NAT gateway with that id. */
export function buildNat(
  topology: Topology,
  id: string,
  card: MachineInterface | undefined,
): NetworkNamespace | undefined {
  for (const vpc of topology.vpcs) {
    const gateway = vpc.natGateways.find((one) => one.id === id);
    if (gateway) return buildNatGateway(topology, vpc, gateway, card);
  }
  return undefined;
}

function buildNatGateway(
  topology: Topology,
  vpc: Vpc,
  gateway: NatGateway,
  card: MachineInterface | undefined,
): NetworkNamespace {
  const namespace = gatewayNamespace(natGatewayKey(gateway), gateway, card);
  const own = card?.addresses[0]?.address;
  if (own === undefined) {
    namespace.silent = true;
    return namespace;
  }
  const ranges = rangesOf(topology, vpc);
  const sides = { inside: 'eth0', outside: 'eth1', ranges, publicAddress: own };
  programNatGateway(namespace, sides, gateway.origin);
  return namespace;
}

/** eth0, towards the VPC, is added with the links. */
function gatewayNamespace(
  key: string,
  { name, origin }: Declared,
  card: MachineInterface | undefined,
): NetworkNamespace {
  const namespace = new NetworkNamespace(key, name, 'gateway', origin);
  addLoopback(namespace);
  if (card) {
    addInterfaces(namespace, [card]);
    addRoute(namespace, {
      type: 'unicast',
      destination: EVERYWHERE[4],
      device: card.device,
      protocol: 'static',
      origin,
    });
  }
  enableForwarding(namespace);
  return namespace;
}

function isIPv4(address: Address): boolean {
  return familyOf(address) === 4;
}
