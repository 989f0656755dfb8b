import type { Family } from '../../address/address.ts';
import { formatBriefly, prefixFamily } from '../../address/prefix.ts';
import { formatRoute } from '../../linux/format.ts';
import type { NetworkNamespace, PolicyRule } from '../../linux/namespace.ts';
import type { Route } from '../../linux/route.ts';
import type { RoutingTable } from '../../linux/routing-table.ts';
import { hasCarrier } from './carrier.ts';

/** The table main as `ip route` prints it; others and those of IPv6, where there are any, below a comment that names them. */
export function routeLines(namespace: NetworkNamespace): readonly string[] {
  const others = [...namespace.tables].filter(([name]) => name !== 'main' && name !== 'local');
  const lines = (table: RoutingTable, family: Family) =>
    table
      .all()
      .filter(({ destination }) => prefixFamily(destination) === family)
      .map((route) => (family === 4 ? line4 : line6)(route, linkdown(namespace, route)));
  const below = (comment: string, found: readonly string[]) => (found.length > 0 ? [comment, ...found] : []);
  return [
    ...lines(namespace.main, 4),
    ...others.flatMap(([name, table]) => [`# ip route show table ${name}`, ...lines(table, 4)]),
    ...below('# ip -6 route', lines(namespace.main, 6)),
    ...others.flatMap(([name, table]) => below(`# ip -6 route show table ${name}`, lines(table, 6))),
  ];
}

const line4 = (route: Route, flag: string): string => `${formatRoute(route)}${flag}`;

/** IPv6 has no scopes of routes, a metric always, and a device even where packets end (`ip6_route_info_create`). */
function line6(route: Route, flag: string): string {
  const device = route.type === 'unicast' ? route.device : 'lo';
  const metric = route.metric ?? (route.protocol === 'kernel' ? 256 : 1024);
  return `${formatRoute({ ...route, device, metric, scope: 'global', source: undefined })}${flag} pref medium`;
}

/** The kernel marks routes by a device that is up and has no carrier, and uses them all the same. */
function linkdown(namespace: NetworkNamespace, { device: name }: Route): string {
  const device = name === undefined ? undefined : namespace.devices.get(name);
  return device?.up && !hasCarrier(namespace, device) ? ' linkdown' : '';
}

/** The table of the kernel that is always empty. */
const DEFAULT: PolicyRule = { priority: 32767, table: 'default' };

/** `ip rule`: in the order in which the tables are asked. */
export function ruleLines({ rules }: NetworkNamespace): readonly string[] {
  return [...rules, DEFAULT].sort((a, b) => a.priority - b.priority).map(ruleLine);
}

function ruleLine({ priority, from, to, mark, mask, iif, not, table }: PolicyRule): string {
  const words = [
    not ? 'not' : '',
    `from ${from ? formatBriefly(from) : 'all'}`,
    to ? `to ${formatBriefly(to)}` : '',
    mark === undefined ? '' : `fwmark 0x${mark.toString(16)}${mask === undefined ? '' : `/0x${mask.toString(16)}`}`,
    iif === undefined ? '' : `iif ${iif}`,
    `lookup ${table}`,
  ];
  return `${priority}:\t${words.filter((word) => word !== '').join(' ')}`;
}
