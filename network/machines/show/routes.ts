import { formatBriefly } from '../../address/prefix.ts';
import { formatRoute } from '../../linux/format.ts';
import type { NetworkNamespace, PolicyRule } from '../../linux/namespace.ts';

/** The table main as `ip route` prints it; others, where there are any, below a comment that names them. */
export function routeLines({ main, tables }: NetworkNamespace): readonly string[] {
  const others = [...tables].filter(([name]) => name !== 'main' && name !== 'local');
  return [
    ...main.all().map(formatRoute),
    ...others.flatMap(([name, table]) => [`# ip route show table ${name}`, ...table.all().map(formatRoute)]),
  ];
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
