import { addressType } from '../linux/address-type.ts';
import { isTranslated, type Tracked } from '../linux/conntrack.ts';
import { formatRule } from '../linux/iptables.ts';
import type { HookContext } from '../linux/match.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { type Outcome, tablesAt, type Verdict } from '../linux/netfilter.ts';
import { ICMP, type IcmpError } from '../linux/packet.ts';
import type { HookName, RejectType, TableName } from '../linux/rule.ts';
import { drop, ends } from './drop.ts';
import { translateAt } from './nat.ts';
import { passPolicies } from './policy.ts';
import { refusalOf } from './refusal.ts';
import { conntrackOf, type End, type Walk } from './walk.ts';

/** Devices and bridge ports that a hook knows of. */
export type Ways = Pick<HookContext, 'in' | 'out' | 'physIn' | 'physOut' | 'nextHop'>;

/** Sends a packet through the tables of a hook, in the kernel's order; it goes on, changed perhaps, or ends. */
export function passHook(
  walk: Walk,
  namespace: NetworkNamespace,
  hook: HookName,
  tracked: Tracked,
  ways: Ways,
): Tracked | End {
  let current = tracked;
  for (const table of tablesAt(hook)) {
    if (table === 'nat') {
      current = translateAt(walk, namespace, hook, current, contextOf(walk, namespace, current, ways));
      continue;
    }
    const denied = table === 'filter' ? passPolicies(walk, namespace, hook, current, ways) : undefined;
    if (denied) return denied;
    const passed = passTable(walk, namespace, hook, table, current, ways);
    if ('kind' in passed) return passed;
    current = passed;
  }
  if (hook === 'INPUT' || hook === 'POSTROUTING') conntrackOf(walk, namespace).confirm(current);
  return current;
}

/** PREROUTING and OUTPUT: behind the table raw, conntrack finds the packet's connection. */
export function trackAndPass(
  walk: Walk,
  namespace: NetworkNamespace,
  hook: 'PREROUTING' | 'OUTPUT',
  tracked: Tracked | Tracked['packet'],
  ways: Ways,
): Tracked | End {
  const known = 'state' in tracked ? tracked : conntrackOf(walk, namespace).track(tracked);
  return passHook(walk, namespace, hook, known, ways);
}

function contextOf(walk: Walk, namespace: NetworkNamespace, tracked: Tracked, ways: Ways): HookContext {
  const { packet, state, connection } = tracked;
  return {
    ...ways,
    packet,
    state,
    translated: connection && {
      destination: isTranslated(connection, 'destination'),
      source: isTranslated(connection, 'source'),
    },
    sets: namespace.netfilter.sets,
    addressType: (address) => addressType(namespace, address),
    chance: (probability) => walk.chances.decide(probability),
  };
}

function passTable(
  walk: Walk,
  namespace: NetworkNamespace,
  hook: HookName,
  table: TableName,
  tracked: Tracked,
  ways: Ways,
): Tracked | End {
  if (!namespace.netfilter.hasTable(table)) return tracked;
  const outcome = namespace.netfilter.evaluate(table, hook, contextOf(walk, namespace, tracked, ways));
  const { packet, verdict, marks, policy } = outcome;
  for (const mark of marks) record(walk, namespace, hook, table, mark);
  if (verdict?.rule.target.kind === 'DROP' || (!verdict && policy === 'DROP')) {
    return deny(walk, namespace, hook, table, outcome);
  }
  if (verdict?.rule.target.kind === 'REJECT')
    return deny(walk, namespace, hook, table, outcome, verdict.rule.target.with);
  if (verdict) record(walk, namespace, hook, table, verdict);
  return { ...tracked, packet };
}

function record(
  walk: Walk,
  namespace: NetworkNamespace,
  hook: HookName,
  table: TableName,
  { chain, rule }: Verdict,
): void {
  const { origin } = rule;
  walk.recorder.step(namespace, { type: 'netfilter', hook, table, chain, rule: formatRule(chain, rule), origin });
}

const REJECTIONS: Readonly<Record<Exclude<RejectType, 'tcp-reset'>, IcmpError>> = {
  'icmp-net-unreachable': ICMP.networkUnreachable,
  'icmp-host-unreachable': ICMP.hostUnreachable,
  'icmp-port-unreachable': ICMP.portUnreachable,
  'icmp-proto-unreachable': ICMP.protocolUnreachable,
  'icmp-admin-prohibited': ICMP.prohibited,
};

function deny(
  walk: Walk,
  namespace: NetworkNamespace,
  hook: HookName,
  table: TableName,
  { packet, verdict }: Outcome,
  reject?: RejectType,
): End {
  const chain = verdict?.chain ?? hook;
  const rule = verdict ? formatRule(chain, verdict.rule) : `:${hook} DROP`;
  const origin = verdict?.rule.origin;
  walk.recorder.step(namespace, { type: 'netfilter', hook, table, chain, rule, origin });
  const how = reject ? 'rejects' : 'drops';
  const filtered = {
    disposition: 'DENIED_BY_FILTER',
    reason: `${table} ${chain} of ${namespace.name} ${how} ${ends(packet)}`,
  } as const;
  const cause = {
    ...(verdict?.rule.meaning ?? filtered),
    rule,
    origin,
    error: reject && reject !== 'tcp-reset' ? REJECTIONS[reject] : undefined,
  } as const;
  const end = drop(walk, namespace, packet, cause);
  if (reject !== 'tcp-reset') return end;
  const reset = refusalOf(packet);
  return reset ? { ...end, answer: { packet: reset } } : end;
}
