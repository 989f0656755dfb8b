import type { Prefix } from '../../../address/prefix.ts';
import type { NftChain, NftField, NftHook, NftMatch, NftRule, NftStatement } from '../../../linux/nftables.ts';
import type { Origin } from '../../../topology/origin.ts';
import { MASQUERADE_MARK } from '../iptables/words.ts';

const DNAT = -100;
const SNAT = 100;
const NEW: NftMatch = { kind: 'state', state: 'NEW' };

/** A rule with its origin. */
export function nftRule(
  statement: NftStatement,
  origin: Origin,
  matches: readonly NftMatch[] = [],
  comment?: string,
): NftRule {
  return { matches, statement, origin, ...(comment === undefined ? {} : { comment }) };
}

/** Into another chain, and back. */
export function jumpTo(chain: string): NftStatement {
  return { kind: 'jump', chain };
}

/** Into another chain, never to come back to this one. */
export function goTo(chain: string): { readonly kind: 'goto'; readonly chain: string } {
  return { kind: 'goto', chain };
}

/** A base chain with what it jumps to, some of it for new connections only. */
type Base = readonly [string, NftHook['type'], NftHook['hook'], number, ...(readonly [string, boolean])[]];

/** kube-proxy 1.30, `nftablesBaseChains` and `nftablesJumpChains`. */
const BASE: readonly Base[] = [
  ['filter-prerouting', 'filter', 'PREROUTING', DNAT - 10, ['firewall-check', true]],
  ['filter-input', 'filter', 'INPUT', DNAT - 10, ['nodeport-endpoints-check', true], ['service-endpoints-check', true]],
  ['filter-forward', 'filter', 'FORWARD', DNAT - 10, ['service-endpoints-check', true], ['cluster-ips-check', true]],
  ['filter-output', 'filter', 'OUTPUT', DNAT - 10, ['service-endpoints-check', true], ['firewall-check', true]],
  ['filter-output-post-dnat', 'filter', 'OUTPUT', DNAT + 10, ['cluster-ips-check', true]],
  ['nat-prerouting', 'nat', 'PREROUTING', DNAT, ['services', false]],
  ['nat-output', 'nat', 'OUTPUT', DNAT, ['services', false]],
  ['nat-postrouting', 'nat', 'POSTROUTING', SNAT, ['masquerading', false]],
];

/** The chains that hang at hooks. */
export function baseChains(origin: Origin): readonly NftChain[] {
  return BASE.map(([name, type, hook, priority, ...jumps]) => ({
    name,
    hook: { type, hook, priority, policy: 'ACCEPT' },
    rules: jumps.map(([chain, onlyNew]) => nftRule(jumpTo(chain), origin, onlyNew ? [NEW] : [])),
  }));
}

export const SERVICE_KEY: readonly NftField[] = ['daddr', 'l4proto', 'dport'];
export const NODE_PORT_KEY: readonly NftField[] = ['l4proto', 'dport'];

/** Chains that every node has, whatever the Services are. */
export function commonChains(origin: Origin): readonly NftChain[] {
  const rule = (statement: NftStatement, matches?: readonly NftMatch[], comment?: string) =>
    nftRule(statement, origin, matches, comment);
  const services = (map: string) => rule({ kind: 'vmap', key: SERVICE_KEY, map });
  const nodePorts = (map: string) =>
    rule({ kind: 'vmap', key: NODE_PORT_KEY, map }, [{ kind: 'set', side: 'daddr', set: 'nodeport-ips' }]);
  const mark = (operation: 'or' | 'xor') => rule({ kind: 'mark', operation, value: MASQUERADE_MARK });
  const unmarked: NftMatch = { kind: 'mark', mask: MASQUERADE_MARK, value: 0 };
  const virtual: NftMatch = { kind: 'set', side: 'daddr', set: 'cluster-ips' };
  return [
    { name: 'nodeport-endpoints-check', rules: [nodePorts('no-endpoint-nodeports')] },
    { name: 'service-endpoints-check', rules: [services('no-endpoint-services')] },
    { name: 'firewall-check', rules: [services('firewall-ips')] },
    { name: 'services', rules: [services('service-ips'), nodePorts('service-nodeports')] },
    {
      name: 'masquerading',
      rules: [rule({ kind: 'return' }, [unmarked]), mark('xor'), rule({ kind: 'masquerade' })],
    },
    {
      name: 'cluster-ips-check',
      rules: [rule({ kind: 'reject' }, [virtual], 'Reject traffic to invalid ports of ClusterIPs')],
    },
    { name: 'mark-for-masquerade', rules: [mark('or')] },
    {
      name: 'reject-chain',
      comment: 'helper for @no-endpoint-services / @no-endpoint-nodeports',
      // Whose rule it is, only the entry that leads here knows.
      rules: [{ matches: [], statement: { kind: 'reject' } }],
    },
  ];
}

/** One address or range of a packet's end. */
export function side(end: 'saddr' | 'daddr', prefixes: readonly Prefix[], not?: boolean): NftMatch {
  return { kind: 'address', side: end, prefixes, ...(not ? { not } : {}) };
}
