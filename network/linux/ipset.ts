import type { Netfilter } from './netfilter.ts';
import type { NamedSet } from './rule.ts';

/** `ipset save`: every set, and what is in it. A bitmap of ports says its range, others their family. */
export function formatSets(netfilter: Netfilter, family: 'inet' | 'inet6'): readonly string[] {
  return [...netfilter.sets].flatMap(([name, set]) => [
    `create ${name} ${set.type} ${options(set, family)}`,
    ...[...new Set(set.entries())].map((entry) => `add ${name} ${entry}`),
  ]);
}

function options({ type }: NamedSet, family: string): string {
  return type === 'bitmap:port' ? 'range 0-65535' : `family ${family} hashsize 1024 maxelem 65536`;
}
