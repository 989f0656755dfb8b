import { type Address, familyOf } from '../address/address.ts';
import { containsAddress, prefixOf } from '../address/prefix.ts';
import { type Neighbouring, programRouter } from '../cloud/routing/router.ts';
import type { TableInForce } from '../cloud/routing/tables.ts';
import type { CniPlugin } from '../cni/plugin.ts';
import { addLoopback } from '../linux/configure.ts';
import { NetworkNamespace } from '../linux/namespace.ts';
import { indexById } from '../topology/by-id.ts';
import type { Topology } from '../topology/topology.ts';
import type { Vpc } from '../topology/underlay.ts';
import { addInterfaces } from './build.ts';
import { isInternal } from './edges.ts';
import { associationsOf, elasticGateway, passesTables } from './gateways.ts';
import { vpcKey } from './keys.ts';
import { addLinks, type Link, type LinkEnd, type OwnEnd } from './links.ts';
import { enableForwarding } from './machine.ts';
import { addressesOf, type MachineInterface } from './nics.ts';

/** The router of a VPC: a gateway on each subnet, its route tables, and what the clusters' controllers wrote into them. */
export function buildVpcRouter(
  topology: Topology,
  vpc: Vpc,
  cards: readonly MachineInterface[],
  plugins: () => readonly CniPlugin[],
  ends: readonly OwnEnd[],
): NetworkNamespace | undefined {
  if (cards.length === 0) return undefined;
  const namespace = new NetworkNamespace(vpcKey(vpc), `${vpc.name} router`, 'router', vpc.origin);
  addLoopback(namespace);
  addInterfaces(namespace, cards);
  addLinks(namespace, ends, false);
  enableForwarding(namespace);
  const deviceTowards = (address: Address) => towards(cards, address);
  programRouter(
    {
      vpc,
      subnets: new Map(cards.flatMap(({ device, segment }) => (segment ? [[device, segment]] : []))),
      neighbours: ends.map(({ link, own, other }) => neighbouring(topology, link, own, other)),
      elastic: elasticOf(topology, vpc),
      deviceTowards,
      addressOf: (id) => addressOf(topology, id, deviceTowards),
      isInternal: (address) => isInternal(topology, address),
      entries: (table) => entriesOf(vpc, table, plugins(), deviceTowards),
    },
    namespace,
  );
  return namespace;
}

/** A peering is named by the other VPC or network, whichever of the two has declared it. */
function neighbouring(topology: Topology, { id, near, origin }: Link, own: LinkEnd, other: LinkEnd): Neighbouring {
  const far = own === near ? id : other.key.slice(other.key.indexOf(':') + 1);
  const peer = indexById(topology).vpcs.has(far) || other.ranges.length > 0;
  return { id: far, device: own.device, address: other.address, behind: peer ? other.ranges : [], origin };
}

/** Machines that leave by their own public address, past the route tables. */
function elasticOf(topology: Topology, vpc: Vpc) {
  const gateway = passesTables(vpc) ? elasticGateway(topology, vpc) : undefined;
  if (!gateway) return undefined;
  const own = associationsOf(topology, (segment) => segment.vpc === vpc.id).map((one) => one.own);
  return { addresses: [...new Set(own)].map((address) => prefixOf(address, 32)), via: gateway.id };
}

function towards(cards: readonly MachineInterface[], address: Address): string | undefined {
  return cards.find(({ segment }) => segment?.cidrs.some(({ value }) => containsAddress(value, address)))?.device;
}

function entriesOf(
  vpc: Vpc,
  { system, declared }: TableInForce,
  plugins: readonly CniPlugin[],
  deviceTowards: (address: Address) => string | undefined,
) {
  const table = { vpc: vpc.id, system, missing: declared?.missing ?? [], deviceTowards };
  return plugins.flatMap((plugin) => plugin.fabric?.(table) ?? []);
}

/** The address of a host or node inside the VPC. */
function addressOf(
  topology: Topology,
  id: string,
  deviceTowards: (address: Address) => string | undefined,
): Address | undefined {
  const { hosts, nodes } = indexById(topology);
  const machine = hosts.get(id) ?? nodes.get(id);
  const addresses = machine ? addressesOf(topology, machine) : [];
  return addresses.find((address) => familyOf(address) === 4 && deviceTowards(address) !== undefined);
}
