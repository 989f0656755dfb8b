import { familyOf } from '../address/address.ts';
import { IPVS_PRIORITY } from '../linux/ipvs.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { familyOfTable, type NftChain, type NftTable } from '../linux/nftables.ts';
import type { Packet } from '../linux/packet.ts';
import type { HookName, TableName } from '../linux/rule.ts';
import { priorityOf, tablesAt } from '../linux/table-order.ts';

/** Who has a look at a packet at a hook: a table of iptables, a base chain of nftables, the whole of NAT, or IPVS. */
export type Station = { readonly priority: number } & (
  | { readonly kind: 'iptables'; readonly table: Exclude<TableName, 'nat'> }
  | { readonly kind: 'nftables'; readonly table: NftTable; readonly chain: NftChain }
  | { readonly kind: 'nat' }
  | { readonly kind: 'ipvs' }
);

/** A stretch of a hook, by priority. */
export interface Stretch {
  readonly from?: number;
  readonly below?: number;
}

/** What every hook has, in order. */
const ALWAYS: Readonly<Record<HookName, readonly Station[]>> = {
  PREROUTING: always('PREROUTING'),
  INPUT: always('INPUT'),
  FORWARD: always('FORWARD'),
  OUTPUT: always('OUTPUT'),
  POSTROUTING: always('POSTROUTING'),
};

function always(hook: HookName): readonly Station[] {
  return tablesAt(hook).map((table) => station(table, hook));
}

function station(table: TableName, hook: HookName): Station {
  const priority = priorityOf(table, hook);
  return table === 'nat' ? { kind: 'nat', priority } : { kind: 'iptables', table, priority };
}

/** In the order in which a packet comes by; among equals, iptables first. */
export function stationsAt(namespace: NetworkNamespace, hook: HookName, packet: Packet): readonly Station[] {
  const { nftables, ipvs } = namespace;
  if (nftables.length === 0 && !ipvs) return ALWAYS[hook];
  const chains = nftChainsAt(namespace, hook, packet, 'filter').map(
    ({ table, chain }): Station => ({ kind: 'nftables', table, chain, priority: chain.hook!.priority }),
  );
  const balanced: Station[] = ipvs && hook in IPVS_PRIORITY ? [{ kind: 'ipvs', priority: ipvsPriority(hook) }] : [];
  return [...ALWAYS[hook], ...chains, ...balanced].sort((a, b) => a.priority - b.priority);
}

/** Answers get the virtual server's address right before new connections are looked at (`ip_vs_out_hook`). */
function ipvsPriority(hook: HookName): number {
  const own = IPVS_PRIORITY[hook as keyof typeof IPVS_PRIORITY];
  return hook === 'FORWARD' ? own : own - 1;
}

/** Base chains of nftables at a hook, for packets of that family, by priority. */
export function nftChainsAt(
  { nftables }: NetworkNamespace,
  hook: HookName,
  { destination }: Packet,
  type: 'filter' | 'nat',
): readonly { readonly table: NftTable; readonly chain: NftChain }[] {
  const tables = nftables.filter((table) => familyOfTable(table) === familyOf(destination));
  const found = tables.flatMap((table) =>
    table.base
      .filter(({ hook: at }) => at?.hook === hook && at.type === type)
      .map((chain) => ({ table, chain, priority: chain.hook!.priority })),
  );
  return found.sort((a, b) => a.priority - b.priority);
}

/** Whether a station lies on a stretch of its hook. */
export function isWithin({ priority }: Station, { from, below }: Stretch): boolean {
  return (from === undefined || priority >= from) && (below === undefined || priority < below);
}
