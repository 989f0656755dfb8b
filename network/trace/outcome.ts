import type { Tracked } from '../linux/conntrack.ts';
import { formatVerdict } from '../linux/iptables.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { Outcome } from '../linux/netfilter.ts';
import { ICMP, type IcmpError } from '../linux/packet.ts';
import type { Verdict } from '../linux/passage.ts';
import type { HookName, RejectType } from '../linux/rule.ts';
import { drop, ends } from './drop.ts';
import { refusalOf } from './refusal.ts';
import type { End, Walk } from './walk.ts';

/** A table, and the chain of it that hangs at the hook. */
export interface Asked {
  readonly table: string;
  readonly chain: string;
}

/** What a packet has met with in the chains of a table: it goes on, marked perhaps, or ends. */
export function settle(
  walk: Walk,
  namespace: NetworkNamespace,
  hook: HookName,
  asked: Asked,
  tracked: Tracked,
  outcome: Outcome,
): Tracked | End {
  const { packet, verdict, marks, policy } = outcome;
  for (const mark of marks) recordRule(walk, namespace, hook, asked.table, mark);
  if (verdict?.rule.target.kind === 'DROP' || (!verdict && policy === 'DROP')) {
    return deny(walk, namespace, hook, asked, outcome);
  }
  if (verdict?.rule.target.kind === 'REJECT')
    return deny(walk, namespace, hook, asked, outcome, verdict.rule.target.with);
  if (verdict) recordRule(walk, namespace, hook, asked.table, verdict);
  return { ...tracked, packet };
}

/** Notes a rule that has acted on a packet. */
export function recordRule(
  walk: Walk,
  namespace: NetworkNamespace,
  hook: HookName,
  table: string,
  verdict: Verdict,
): void {
  const { chain, rule } = verdict;
  const { origin } = rule;
  walk.recorder.step(namespace, { type: 'netfilter', hook, table, chain, rule: formatVerdict(verdict), origin });
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
  { table, chain: first }: Asked,
  { packet, verdict }: Outcome,
  reject?: RejectType,
): End {
  const chain = verdict?.chain ?? first;
  const rule = verdict ? formatVerdict(verdict) : `:${first} DROP`;
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
