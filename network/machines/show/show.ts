import { formatSets } from '../../linux/ipset.ts';
import { formatTables } from '../../linux/iptables.ts';
import { formatIpvs } from '../../linux/ipvs.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import { formatNftTable } from '../../linux/nftables-format.ts';
import type { Network } from '../network.ts';
import { dnsLines } from './dns.ts';
import { addressLines, linkLines } from './links.ts';
import { fdbLines, neighbourLines } from './neighbours.ts';
import { routeLines, ruleLines } from './routes.ts';

/** What of a machine can be shown, and the command that shows it there. */
export const SHOWN = {
  routes: 'ip route',
  links: 'ip -d link',
  addresses: 'ip address',
  neighbours: 'ip neigh',
  fdb: 'bridge fdb',
  iptables: 'iptables-save',
  ip6tables: 'ip6tables-save',
  ipset: 'ipset save',
  ipvs: 'ipvsadm -Ln',
  nftables: 'nft list ruleset',
  rules: 'ip rule',
  bgp: 'calicoctl node status',
  dns: 'cat /etc/resolv.conf',
  files: 'cat',
} as const;

export type ShownTable = keyof typeof SHOWN;

const PRINTERS: Readonly<Record<ShownTable, (network: Network, namespace: NetworkNamespace) => readonly string[]>> = {
  routes: (_, namespace) => routeLines(namespace),
  links: linkLines,
  addresses: addressLines,
  neighbours: (_, namespace) => neighbourLines(namespace),
  fdb: (_, namespace) => fdbLines(namespace),
  iptables: (_, namespace) => formatTables(namespace.netfilter),
  ip6tables: (_, namespace) => formatTables(namespace.netfilter6, 6),
  ipset: (_, { netfilter, netfilter6 }) => [...formatSets(netfilter, 'inet'), ...formatSets(netfilter6, 'inet6')],
  ipvs: (_, { ipvs }) => (ipvs ? formatIpvs(ipvs) : []),
  nftables: (_, { nftables }) => nftables.flatMap(formatNftTable),
  rules: (_, namespace) => ruleLines(namespace),
  bgp: (_, namespace) => bgpLines(namespace),
  dns: dnsLines,
  files: (_, namespace) => fileLines(namespace),
};

/** A table of a machine in the words of the tool that prints it there; undefined when the key names no machine. */
export function show(network: Network, key: string, table: ShownTable): string | undefined {
  const namespace = network.namespace(key);
  return (
    namespace &&
    PRINTERS[table](network, namespace)
      .map((line) => `${line}\n`)
      .join('')
  );
}

/** What the model leaves open about a machine: its tables are then not all that is there. */
export function openQuestions(network: Network, key: string): readonly string[] {
  const gaps = network.namespace(key)?.gaps ?? [];
  return [...new Set(gaps.map(({ reason }) => reason))];
}

/** Where there is no BIRD, the tool finds none. */
function bgpLines({ bgp, kind }: NetworkNamespace): readonly string[] {
  if (bgp) return bgp();
  return kind === 'node' || kind === 'host' ? ['Calico process is not running.'] : [];
}

function fileLines({ files }: NetworkNamespace): readonly string[] {
  return [...files].flatMap(([path, text]) => [`# ${path}`, ...text().trimEnd().split('\n')]);
}
