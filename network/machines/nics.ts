import { type Address, addressAt, familyOf } from '../address/address.ts';
import { containsAddress, prefixFamily } from '../address/prefix.ts';
import { derivedMac, macOfAddress } from '../linux/mac.ts';
import { indexById } from '../topology/by-id.ts';
import { perObject, remembered } from '../topology/ipam/lazy.ts';
import { nicAddresses } from '../topology/ipam/nics.ts';
import type { Origin } from '../topology/origin.ts';
import type { Topology } from '../topology/topology.ts';
import type { Machine, Nic, Segment, StaticRoute } from '../topology/underlay.ts';

/** Ethernet's usual MTU. */
const DEFAULT_MTU = 1500;

/** A network card as its machine will have it, known without building the machine. */
export interface MachineInterface {
  readonly device: string;
  readonly segment?: Segment;
  readonly addresses: readonly { readonly address: Address; readonly length: number }[];
  readonly mac: string;
  readonly mtu: number;
  readonly down: boolean;
  readonly origin: Origin;
}

const known = perObject((topology: Topology) =>
  remembered((machine: Machine) => declaredInterfaces(topology, machine)),
);

/** The NICs of a declared machine with addresses, MACs and MTUs in force; worked out once for a topology. */
export function interfacesOf(topology: Topology, machine: Machine): readonly MachineInterface[] {
  return known(topology)(machine);
}

/** Every address of a declared machine, card by card. */
export function addressesOf(topology: Topology, machine: Machine): readonly Address[] {
  return interfacesOf(topology, machine).flatMap((nic) => nic.addresses.map(({ address }) => address));
}

function declaredInterfaces(topology: Topology, machine: Machine): readonly MachineInterface[] {
  const { segments } = indexById(topology);
  return machine.nics.map((nic) => {
    const segment = nic.segment && segments.get(nic.segment.value);
    const addresses = nicAddresses(topology)
      .of(nic)
      .map((address) => ({ address, length: lengthIn(segment, address) }));
    return {
      device: nic.name,
      segment,
      addresses,
      mac: nic.mac?.value.toLowerCase() ?? nicMac(machine.id, nic, addresses[0]?.address),
      mtu: nic.mtu?.value ?? segment?.mtu?.value ?? DEFAULT_MTU,
      down: nic.down,
      origin: nic.origin,
    };
  });
}

/** The MTU of a segment's own ports. */
export function mtuOf(segment: Segment | undefined): number {
  return segment?.mtu?.value ?? DEFAULT_MTU;
}

function nicMac(machine: string, nic: Nic, address: Address | undefined): string {
  return address === undefined ? derivedMac(`${machine} ${nic.name}`) : macOfAddress('02:fe', address);
}

/** Mask length that an address has on a segment; a host's own (/32) when it lies outside. */
export function lengthIn(segment: Segment | undefined, address: Address): number {
  const cidr = segment?.cidrs.find(({ value }) => containsAddress(value, address));
  return cidr?.value.length ?? (familyOf(address) === 4 ? 32 : 128);
}

/**
 * Addresses of a segment's way out, one per family: those written, else for the subnet of a VPC where its provider puts
 * the router (Alibaba Cloud: third last address; AWS, Google Cloud and Azure: second).
 */
export function gatewaysOf(topology: Topology, segment: Segment): readonly Address[] {
  if (segment.gateways.length > 0 || segment.vpc === undefined) return segment.gateways.map(({ value }) => value);
  const provider = indexById(topology).vpcs.get(segment.vpc)?.provider;
  const ranges = segment.cidrs.map(({ value }) => value);
  return ranges
    .filter((range, index) => ranges.findIndex((other) => prefixFamily(other) === prefixFamily(range)) === index)
    .map((range) => (provider === 'alibaba' ? addressAt(range.last, -2) : addressAt(range.first, 1)));
}

/** The way out of a machine. `gateways` are those that its default route is made of, where it does not write one itself. */
export interface WayOut {
  readonly nic: MachineInterface;
  readonly gateways: readonly Address[];
}

/**
 * The NIC that the default route leaves by: that of the route that the machine writes, else the first one on a segment
 * with a gateway that is another machine.
 */
export function defaultInterface(
  topology: Topology,
  machine: Machine,
  interfaces: readonly MachineInterface[],
): WayOut | undefined {
  const written = machine.routes.find(({ destination }) => destination.value.length === 0);
  if (written) return writtenWay(written, interfaces);
  const own = new Set(interfaces.flatMap(({ addresses }) => addresses.map(({ address }) => address)));
  for (const nic of interfaces) {
    const gateways = nic.segment && !nic.down ? gatewaysOf(topology, nic.segment) : [];
    const others = gateways.filter((gateway) => !own.has(gateway));
    if (others.length > 0) return { nic, gateways: others };
  }
  return undefined;
}

function writtenWay({ via }: StaticRoute, interfaces: readonly MachineInterface[]): WayOut | undefined {
  if (via === 'blackhole' || typeof via.value === 'string') return undefined;
  const gateway = via.value;
  const nic = interfaces.find(({ segment }) => segment?.cidrs.some(({ value }) => containsAddress(value, gateway)));
  return nic && { nic, gateways: [] };
}

/** A card at the given addresses of a segment. */
export function cardOn(segment: Segment, addresses: readonly Address[], seed: string): MachineInterface {
  return {
    device: 'eth0',
    segment,
    addresses: addresses.map((address) => ({ address, length: lengthIn(segment, address) })),
    mac: derivedMac(seed),
    mtu: mtuOf(segment),
    down: false,
    origin: segment.origin,
  };
}
