import { formatTables } from '../../network/linux/iptables.ts';
import type { LabMachine } from '../lab.ts';

/** `iptables-restore` with what `iptables-save` prints; nothing where there is no chain. */
export function netfilterLines({ netns, namespace }: LabMachine): string {
  const lines = formatTables(namespace.netfilter);
  return lines.length === 0 ? '' : `in_ns ${netns} iptables-restore <<'END'\n${lines.join('\n')}\nEND`;
}
