import { formatSets } from '../../network/linux/ipset.ts';
import { formatTables } from '../../network/linux/iptables.ts';
import { formatNftTable } from '../../network/linux/nftables-format.ts';
import type { Lab, LabMachine } from '../lab.ts';
import { policyLines } from './policies.ts';

/** A fabric in a machine's place: it drops without a word, where a Linux would send an error. */
const SILENCE = `*raw
-A OUTPUT -p icmp -m icmp --icmp-type 3 -j DROP
-A OUTPUT -p icmp -m icmp --icmp-type 11 -j DROP
COMMIT`;

/** What `iptables-save`, `ip6tables-save` and `nft list ruleset` print, read back; nothing where there is no chain. */
export function netfilterLines(lab: Lab, machine: LabMachine): string {
  const { netns, namespace } = machine;
  const six = formatTables(namespace.netfilter6, 6);
  const tables = namespace.nftables.flatMap(formatNftTable);
  const policies = policyLines(lab, machine);
  // Rules ask sets by their names, so the sets come first.
  const sets = [...formatSets(namespace.netfilter, 'inet'), ...formatSets(namespace.netfilter6, 'inet6')];
  return [
    sets.length === 0 ? '' : fed(netns, 'ipset restore', sets),
    iptablesLines(machine),
    policies.length === 0 ? '' : fed(netns, 'iptables-restore --noflush', policies),
    six.length === 0 ? '' : fed(netns, 'ip6tables-restore', six),
    tables.length === 0 ? '' : fed(netns, 'nft -f -', tables),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

function iptablesLines({ netns, namespace }: LabMachine): string {
  const rules = [...formatTables(namespace.netfilter), ...(namespace.silent ? [SILENCE] : [])];
  return rules.length === 0 ? '' : fed(netns, 'iptables-restore', rules);
}

function fed(netns: string, command: string, lines: readonly string[]): string {
  return `in_ns ${netns} ${command} <<'END'\n${lines.join('\n')}\nEND`;
}
