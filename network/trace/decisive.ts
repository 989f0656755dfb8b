import type { Origin } from '../topology/origin.ts';
import type { Hop, Step, TracePath } from './result.ts';

/** What decided about a packet: where, by which rule as the machine prints it, and who declared it. */
export interface Decisive {
  readonly namespace: string;
  readonly rule?: string;
  readonly origin?: Origin;
}

/**
 * The rule that a statement's failure is about: where a packet died, the last one that its last hop applied; where it
 * arrived otherwise than stated, the one that translated or encapsulated it; else the last one at all.
 */
export function decisiveRule(
  path: Pick<TracePath, 'disposition' | 'forward' | 'reply'>,
  about?: 'nat' | 'encapsulate',
): Decisive | undefined {
  const lost = path.disposition === 'REPLY_LOST' ? path.reply : undefined;
  const hops = lost ?? path.forward;
  if (about) return last(hops, (step) => step.type === about);
  if (path.disposition === 'DELIVERED') return last(hops, isRuled);
  const end = hops.at(-1);
  return end && (last([end], isRuled) ?? { namespace: end.namespace });
}

function last(hops: readonly Hop[], wanted: (step: Step) => boolean): Decisive | undefined {
  for (const hop of [...hops].reverse()) {
    const step = hop.steps.findLast(wanted);
    if (step && 'rule' in step) return { namespace: hop.namespace, rule: step.rule, origin: step.origin };
  }
  return undefined;
}

/** A rule of iptables or nftables that ends a packet's way. */
const DENIES = /-j (DROP|REJECT)| DROP$|(^| )(drop|reject)\b/;

/** Looking one's own address up decides nothing, nor does a rule that lets a packet pass. */
function isRuled(step: Step): boolean {
  if (step.type === 'netfilter' && !DENIES.test(step.rule ?? '')) return false;
  if (step.type === 'policy' && step.verdict === 'allow') return false;
  return 'rule' in step && step.rule !== undefined && !(step.type === 'route' && step.table === 'local');
}
