import { type Address, formatAddress } from '../../address/address.ts';
import { containsAddress, formatPrefix, type Prefix } from '../../address/prefix.ts';
import { lookupRoute } from '../../linux/fib.ts';
import type { EdgeVerdict, NetworkNamespace } from '../../linux/namespace.ts';
import type { Packet } from '../../linux/packet.ts';
import { type RouteSource, RoutingTable } from '../../linux/routing-table.ts';
import type { StaticRoute, Vpc } from '../../topology/underlay.ts';
import { type TableInForce, tableOf, tablesOf } from './tables.ts';

/** What the router of a VPC needs to know of the rest. */
export interface FabricView {
  readonly vpc: Vpc;
  /** Subnets that it has a device on, by device name. */
  readonly subnets: ReadonlyMap<string, { readonly id: string }>;
  deviceTowards(address: Address): string | undefined;
  /** The address of a machine that a route names; undefined for what is not modelled, such as a gateway. */
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

/**
 * Makes a namespace with a device on each subnet the router of a VPC: one table for each route table, chosen by the
 * subnet that a packet comes from. A fabric says nothing of what it drops.
 */
export function programRouter(view: FabricView, namespace: NetworkNamespace): void {
  const tables = tablesOf(view.vpc);
  const unmodelled: Unmodelled = new Map();
  for (const table of tables) namespace.tables.set(table.name, fill(view, table, unmodelled));
  namespace.rules.splice(1, 1, { priority: LOCAL_PRIORITY, table: 'main' });
  let priority = LOCAL_PRIORITY;
  for (const [iif, subnet] of view.subnets) {
    const table = tableOf(tables, subnet);
    namespace.rules.push({ priority: ++priority, iif, table: table.name, origin: table.declared?.origin });
  }
  namespace.silent = true;
  namespace.edge = { judge: (packet, iif) => judge(view, namespace, tables, unmodelled, packet, iif) };
}

function fill(view: FabricView, table: TableInForce, unmodelled: Unmodelled): RoutingTable {
  const filled = new RoutingTable();
  for (const source of view.entries(table)) filled.use(source);
  for (const route of table.declared?.routes ?? []) addEntry(view, table, filled, route, unmodelled);
  return filled;
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
  const gateway = typeof via.value === 'string' ? view.addressOf(via.value) : via.value;
  const device = gateway === undefined ? undefined : view.deviceTowards(gateway);
  if (gateway !== undefined && device !== undefined) {
    filled.add({ type: 'unicast', destination, via: gateway, device, scope: 'global', protocol: 'static', origin });
    return;
  }
  const reason = `the entry ${formatPrefix(destination)} of ${table.name} via ${via.value} is not modelled yet`;
  unmodelled.set(table.name, [...(unmodelled.get(table.name) ?? []), { prefix: destination, reason }]);
}

/** What leads out of the VPC is undecided; everything else is the router's own business. */
function judge(
  view: FabricView,
  namespace: NetworkNamespace,
  tables: readonly TableInForce[],
  unmodelled: Unmodelled,
  packet: Packet,
  iif: string,
): EdgeVerdict | undefined {
  const found = lookupRoute(namespace, { ...packet, iif })?.route;
  const subnet = view.subnets.get(iif);
  const table = subnet && tableOf(tables, subnet);
  const open = (unmodelled.get(table?.name ?? '') ?? []).filter(({ prefix }) =>
    containsAddress(prefix, packet.destination),
  );
  const longest = open.sort((a, b) => b.prefix.length - a.prefix.length)[0];
  if (longest && (!found || found.destination.length <= longest.prefix.length)) {
    return { outcome: 'undecided', reason: longest.reason };
  }
  const inside = view.vpc.cidrs.some(({ value }) => containsAddress(value, packet.destination));
  if (found || inside || view.isInternal(packet.destination)) return undefined;
  return wayOut(view.vpc, packet.destination);
}

/** The ways out that a VPC has and that nothing is known of yet. */
function wayOut({ name, natGateways, internetGateway, peerings }: Vpc, destination: Address): EdgeVerdict | undefined {
  const ways = [
    ...natGateways.map((nat) => `natGateway ${nat.name}`),
    ...(internetGateway ? ['internetGateway'] : []),
    ...(peerings.length > 0 ? ['peering'] : []),
  ];
  if (ways.length === 0) return undefined;
  const reason = `how VPC ${name} leads to ${formatAddress(destination)} on the Internet or beyond (${ways.join(', ')}) is not modelled yet`;
  return { outcome: 'undecided', reason };
}
