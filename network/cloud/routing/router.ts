import { type Address, familyOf, formatAddress } from '../../address/address.ts';
import { containsAddress, formatPrefix, type Prefix } from '../../address/prefix.ts';
import { EVERYWHERE } from '../../address/special.ts';
import { lookupRoute } from '../../linux/fib.ts';
import type { EdgeVerdict, NetworkNamespace } from '../../linux/namespace.ts';
import type { Packet } from '../../linux/packet.ts';
import { type RouteSource, RoutingTable } from '../../linux/routing-table.ts';
import type { Origin } from '../../topology/origin.ts';
import type { StaticRoute, Vpc } from '../../topology/underlay.ts';
import { type TableInForce, tableOf, tablesOf } from './tables.ts';

/** What the router of a VPC is connected to beside its subnets: a gateway, or the other side of a peering. */
export interface Neighbouring {
  /** What a route table names it by. */
  readonly id: string;
  readonly device: string;
  readonly address: Address;
  /** Ranges that are behind it without an entry: those of a peering. */
  readonly behind: readonly Prefix[];
  readonly origin: Origin;
}

/** What the router of a VPC needs to know of the rest. */
export interface FabricView {
  readonly vpc: Vpc;
  /** Subnets that it has a device on, by device name. */
  readonly subnets: ReadonlyMap<string, { readonly id: string; readonly public?: boolean }>;
  readonly neighbours: readonly Neighbouring[];
  /** Own addresses of machines whose public address leads past every route table, with the gateway that it does by. */
  readonly elastic?: { readonly addresses: readonly Prefix[]; readonly via: string };
  deviceTowards(address: Address): string | undefined;
  /** The address of a machine that a route names; undefined for what is not modelled. */
  addressOf(id: string): Address | undefined;
  /** Whether the address is of a cluster's pods or Services, which nothing outside the VPC has. */
  isInternal(address: Address): boolean;
  /** What controllers have written into a table. */
  entries(table: TableInForce): Iterable<RouteSource>;
}

/** Ranges that a table sends to something that is not modelled, with the reason. */
type Unmodelled = Map<string, { readonly prefix: Prefix; readonly reason: string }[]>;

/** Priority of the rule that asks for the subnets themselves, which no entry can take over. */
const LOCAL_PRIORITY = 100;
const ELASTIC = 'eip';

/**
 * Makes a namespace with a device on each subnet the router of a VPC: one table for each route table, chosen by the
 * subnet that a packet comes from. A fabric says nothing of what it drops.
 */
export function programRouter(view: FabricView, namespace: NetworkNamespace): void {
  const tables = tablesOf(view.vpc);
  const unmodelled: Unmodelled = new Map();
  for (const table of tables) namespace.tables.set(table.name, fill(view, table, unmodelled));
  namespace.rules.splice(1, 1, { priority: LOCAL_PRIORITY, table: 'main' });
  let priority = addElastic(view, namespace);
  for (const [iif, subnet] of view.subnets) {
    const table = tableOf(tables, subnet);
    namespace.rules.push({ priority: ++priority, iif, table: table.name, origin: table.declared?.origin });
  }
  // What comes in by a peering is looked up as what the controllers' own machines send.
  for (const { device, behind, origin } of view.neighbours) {
    if (behind.length > 0) namespace.rules.push({ priority: ++priority, iif: device, table: tables[0]!.name, origin });
  }
  namespace.silent = true;
  namespace.edge = { judge: (packet, iif) => judge(view, namespace, tables, unmodelled, packet, iif) };
}

/** A machine with an elastic address leaves by it, whatever the tables say. */
function addElastic({ elastic, neighbours }: FabricView, namespace: NetworkNamespace): number {
  const gateway = neighbours.find(({ id }) => id === elastic?.via);
  if (!elastic || !gateway) return LOCAL_PRIORITY;
  const table = new RoutingTable();
  table.add(through(gateway, EVERYWHERE[4]));
  namespace.tables.set(ELASTIC, table);
  let priority = LOCAL_PRIORITY;
  for (const from of elastic.addresses) namespace.rules.push({ priority: ++priority, from, table: ELASTIC });
  return priority;
}

function fill(view: FabricView, table: TableInForce, unmodelled: Unmodelled): RoutingTable {
  const filled = new RoutingTable();
  for (const source of view.entries(table)) filled.use(source);
  for (const route of table.declared?.routes ?? []) addEntry(view, table, filled, route, unmodelled);
  for (const one of view.neighbours) for (const range of one.behind) filled.add(through(one, range));
  const gateway = view.neighbours.find(({ id }) => id === table.defaultVia);
  if (gateway) filled.add(through(gateway, EVERYWHERE[4]));
  return filled;
}

function through({ address, device, origin }: Neighbouring, destination: Prefix) {
  return { type: 'unicast', destination, via: address, device, scope: 'global', protocol: 'static', origin } as const;
}

function addEntry(
  view: FabricView,
  table: TableInForce,
  filled: RoutingTable,
  { destination: { value: destination }, via, origin }: StaticRoute,
  unmodelled: Unmodelled,
): void {
  if (via === 'blackhole') {
    filled.add({ type: 'blackhole', destination, scope: 'global', protocol: 'static', origin });
    return;
  }
  const neighbour = view.neighbours.find(({ id }) => id === via.value);
  if (neighbour) {
    filled.add({ ...through(neighbour, destination), origin });
    return;
  }
  const gateway = typeof via.value === 'string' ? view.addressOf(via.value) : via.value;
  const device = gateway === undefined ? undefined : view.deviceTowards(gateway);
  if (gateway !== undefined && device !== undefined) {
    filled.add({ type: 'unicast', destination, via: gateway, device, scope: 'global', protocol: 'static', origin });
    return;
  }
  const reason = `the entry ${formatPrefix(destination)} of ${table.name} via ${via.value} is not modelled yet`;
  unmodelled.set(table.name, [...(unmodelled.get(table.name) ?? []), { prefix: destination, reason }]);
}

/** What leads out of the VPC is undecided where it is not modelled; everything else is the router's own business. */
function judge(
  view: FabricView,
  namespace: NetworkNamespace,
  tables: readonly TableInForce[],
  unmodelled: Unmodelled,
  packet: Packet,
  iif: string,
): EdgeVerdict | undefined {
  const { destination } = packet;
  const found = lookupRoute(namespace, { ...packet, iif })?.route;
  const subnet = view.subnets.get(iif);
  const table = subnet && tableOf(tables, subnet);
  const open = (unmodelled.get(table?.name ?? '') ?? []).filter(({ prefix }) => containsAddress(prefix, destination));
  const longest = open.sort((a, b) => b.prefix.length - a.prefix.length)[0];
  if (longest && (!found || found.destination.length <= longest.prefix.length)) {
    return { outcome: 'undecided', reason: longest.reason };
  }
  const { name } = view.vpc;
  const internal = view.isInternal(destination);
  // The Internet has no way to what a cluster keeps to itself, so the default entry is none for it.
  if (found && internal && found.destination.length === 0) {
    return { outcome: 'no-route', reason: `nothing in VPC ${name} leads to ${formatAddress(destination)}` };
  }
  const inside = view.vpc.cidrs.some(({ value }) => containsAddress(value, destination));
  return found || inside || internal ? undefined : noWayOut(view.vpc, table, destination);
}

function noWayOut(vpc: Vpc, table: TableInForce | undefined, destination: Address): EdgeVerdict {
  const { name, natGateways, internetGateway } = vpc;
  const to = formatAddress(destination);
  if (familyOf(destination) === 6 && (natGateways.length > 0 || internetGateway)) {
    return {
      outcome: 'undecided',
      reason: `how VPC ${name} leads to ${to} on the Internet (IPv6) is not modelled yet`,
    };
  }
  const where = table && !table.system ? `route table ${table.name} of VPC ${name}` : `VPC ${name}`;
  return { outcome: 'no-route', reason: `${where} has no route to ${to}: no way out`, code: 'EGRESS-NO-NAT' };
}
