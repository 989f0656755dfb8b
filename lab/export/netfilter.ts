import { formatTables } from '../../network/linux/iptables.ts';
import type { LabMachine } from '../lab.ts';

/** A fabric in a machine's place: it drops without a word, where a Linux would send an error. */
const SILENCE = `*raw
-A OUTPUT -p icmp -m icmp --icmp-type 3 -j DROP
-A OUTPUT -p icmp -m icmp --icmp-type 11 -j DROP
COMMIT`;

/** `iptables-restore` with what `iptables-save` prints; nothing where there is no chain. */
export function netfilterLines({ netns, namespace }: LabMachine): string {
  const rules = [...formatTables(namespace.netfilter), ...(namespace.silent ? [SILENCE] : [])];
  return rules.length === 0 ? '' : `in_ns ${netns} iptables-restore <<'END'\n${rules.join('\n')}\nEND`;
}
