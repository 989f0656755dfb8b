import { formatRule, type Netfilter, type Rule } from '../../network/linux/netfilter.ts';
import type { LabMachine } from '../lab.ts';

const TABLES = ['raw', 'mangle', 'nat', 'filter'];
const BUILT_IN = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'];

/** `iptables-restore` with every rule that a packet can come to; nothing where there are none. */
export function netfilterLines({ netns, namespace }: LabMachine): string {
  const text = restoreText(namespace.netfilter);
  return text === '' ? '' : `in_ns ${netns} iptables-restore <<'END'\n${text}END`;
}

function restoreText(netfilter: Netfilter): string {
  return TABLES.map((table) => {
    const chains = reachable(netfilter, table);
    if (chains.size === 0) return '';
    const names = [...chains.keys()].map((name) => `:${name} ${BUILT_IN.includes(name) ? 'ACCEPT' : '-'} [0:0]`);
    const rules = [...chains].flatMap(([name, list]) => list.map((rule) => formatRule(name, rule)));
    return `*${table}\n${[...names, ...rules].join('\n')}\nCOMMIT\n`;
  }).join('');
}

/** The chains of a table by name: the built-in ones that have rules, and whatever they jump to. */
function reachable(netfilter: Netfilter, table: string): ReadonlyMap<string, readonly Rule[]> {
  const chains = new Map<string, readonly Rule[]>();
  const visit = (name: string): void => {
    if (chains.has(name)) return;
    const rules = netfilter.chain(table, name);
    if (rules.length === 0 && BUILT_IN.includes(name)) return;
    chains.set(name, rules);
    for (const { target } of rules) if (target.kind === 'jump') visit(target.chain);
  };
  for (const name of BUILT_IN) visit(name);
  return chains;
}

/** Whether a machine has any rule. */
export function hasRules({ namespace }: LabMachine): boolean {
  return restoreText(namespace.netfilter) !== '';
}
