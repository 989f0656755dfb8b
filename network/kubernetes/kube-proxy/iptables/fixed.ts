import { prefix } from '../../../address/parse.ts';
import type { Netfilter } from '../../../linux/netfilter.ts';
import type { HookName, Match, Rule, TableName } from '../../../linux/rule.ts';
import type { Origin } from '../../../topology/origin.ts';
import {
  ACCEPT,
  comment,
  DROP,
  from,
  jump,
  localAddress,
  MASQUERADE_MARK,
  marked,
  RETURN,
  rule,
  state,
  to,
} from './words.ts';

const LOOPBACK = prefix('127.0.0.0/8');

/** A rule that leads from a built-in chain into one of kube-proxy's. */
type Jump = readonly [TableName, HookName, string, ...Match[]];

const NEW = state('NEW');
const portals = comment('kubernetes service portals');
const external = comment('kubernetes externally-visible service portals');
const firewall = comment('kubernetes load balancer firewall');

/** In the order in which kube-proxy puts each at the head of its chain, so that the last one comes first there. */
const JUMPS: readonly Jump[] = [
  ['filter', 'INPUT', 'KUBE-EXTERNAL-SERVICES', NEW, external],
  ['filter', 'FORWARD', 'KUBE-EXTERNAL-SERVICES', NEW, external],
  ['filter', 'INPUT', 'KUBE-NODEPORTS', comment('kubernetes health check service ports')],
  ['filter', 'FORWARD', 'KUBE-SERVICES', NEW, portals],
  ['filter', 'OUTPUT', 'KUBE-SERVICES', NEW, portals],
  ['filter', 'FORWARD', 'KUBE-FORWARD', comment('kubernetes forwarding rules')],
  ['filter', 'INPUT', 'KUBE-PROXY-FIREWALL', NEW, firewall],
  ['filter', 'OUTPUT', 'KUBE-PROXY-FIREWALL', NEW, firewall],
  ['filter', 'FORWARD', 'KUBE-PROXY-FIREWALL', NEW, firewall],
  ['nat', 'OUTPUT', 'KUBE-SERVICES', portals],
  ['nat', 'PREROUTING', 'KUBE-SERVICES', portals],
  ['nat', 'POSTROUTING', 'KUBE-POSTROUTING', comment('kubernetes postrouting rules')],
];

/** What the kubelet writes (`syncIPTablesRules`), whatever the mode of kube-proxy: there is nothing of it for IPv6. */
export function addKubeletChains(netfilter: Netfilter, origin: Origin): void {
  for (const hook of ['INPUT', 'OUTPUT'] as const)
    netfilter.insert('filter', hook, rule([], jump('KUBE-FIREWALL'), origin));
  netfilter.append('filter', 'KUBE-FIREWALL', localnet(origin));
}

/** What kube-proxy writes on every node, whatever the Services are. */
export function addFixedChains(netfilter: Netfilter, origin: Origin): void {
  for (const [table, hook, chain, ...matches] of JUMPS)
    netfilter.insert(table, hook, rule(matches, jump(chain), origin));
  addMasquerade(netfilter, origin);
  netfilter.append('filter', 'KUBE-FORWARD', ...forward(origin));
  netfilter.append('filter', 'KUBE-NODEPORTS');
}

/** Where the mark is set, and what becomes of it. */
function addMasquerade(netfilter: Netfilter, origin: Origin): void {
  netfilter.append('nat', 'KUBE-POSTROUTING', ...masquerade(origin));
  netfilter.append('nat', 'KUBE-MARK-MASQ', rule([], markTarget(MASQUERADE_MARK), origin));
}

/** `--or-mark` with a mask of the bits, `--xor-mark` without one. */
export function markTarget(mask: number): Rule['target'] {
  return { kind: 'MARK', value: MASQUERADE_MARK, mask };
}

/** The rules of KUBE-POSTROUTING. */
export function masquerade(origin: Origin): Rule[] {
  return [
    rule([marked(true)], RETURN, origin),
    // The mark is taken off, lest the packet be masqueraded again when it comes back in a tunnel.
    rule([], markTarget(0), origin),
    rule([comment('kubernetes service traffic requiring SNAT')], { kind: 'MASQUERADE', randomFully: true }, origin),
  ];
}

/** Lets Services through where FORWARD's policy is DROP. */
function forward(origin: Origin): Rule[] {
  return [
    rule([state('INVALID')], DROP, origin),
    rule([comment('kubernetes forwarding rules'), marked()], ACCEPT, origin),
    rule([comment('kubernetes forwarding conntrack rule'), state('RELATED', 'ESTABLISHED')], ACCEPT, origin),
  ];
}

/** `route_localnet` opens 127.0.0.0/8 to neighbours; this closes it but for node ports. */
function localnet(origin: Origin): Rule {
  const tracked: Match = { ...state('RELATED', 'ESTABLISHED', 'DNAT'), not: true };
  return rule(
    [from(LOOPBACK, true), to(LOOPBACK), comment('block incoming localnet connections'), tracked],
    DROP,
    origin,
  );
}

/** The last rule of nat KUBE-SERVICES: what is for one of the node's own addresses may be for a node port. */
export function nodePortsJump(origin: Origin): Rule {
  const text = 'kubernetes service nodeports; NOTE: this must be the last rule in this chain';
  return rule([comment(text), localAddress('dst')], jump('KUBE-NODEPORTS'), origin);
}
