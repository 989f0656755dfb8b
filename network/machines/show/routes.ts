import { formatBriefly } from '../../address/prefix.ts';
import { formatRoute } from '../../linux/format.ts';
import type { NetworkNamespace, PolicyRule } from '../../linux/namespace.ts';
import type { Route } from '../../linux/route.ts';
import type { RoutingTable } from '../../linux/routing-table.ts';
import { hasCarrier } from './carrier.ts';

/** The table main as `ip route` prints it; others, where there are any, below a comment that names them. */
export function routeLines(namespace: NetworkNamespace): readonly string[] {
  const others = [...namespace.tables].filter(([name]) => name !== 'main' && name !== 'local');
  const lines = (table: RoutingTable) =>
    table.all().map((route) => `${formatRoute(route)}${linkdown(namespace, route)}`);
  return [
    ...lines(namespace.main),
    ...others.flatMap(([name, table]) => [`# ip route show table ${name}`, ...lines(table)]),
  ];
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
