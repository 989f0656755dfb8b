import type { Explanation, RuleReference, SideExplanation } from '../../network/reachability/explain.ts';
import type { Origin } from '../../network/topology/origin.ts';
import { rangeOf } from '../origins.ts';
import { peerWords, serviceWords } from './words.ts';

/** A line of an explanation, and where what it speaks of was written. */
export interface ExplanationLine {
  readonly depth: number;
  readonly text: string;
  readonly place?: ReturnType<typeof rangeOf>;
}

/** Why two ends may or may not talk, in words: the outcome, then what each end's policies say. */
export function explanationLines(told: Explanation, cluster: string | undefined): ExplanationLine[] {
  const { source, destination, service, allowed, isItself, isLedTo, egress, ingress } = told;
  const [from, to] = [peerWords(source, cluster), peerWords(destination, cluster)];
  const outcome = line(0, `${from} -> ${to} on ${serviceWords(service)}: ${allowed ? 'allowed' : 'denied'}`);
  if (isItself) return [outcome, line(1, 'a pod reaches itself, whatever policies say')];
  const way = isLedTo ? [] : [line(1, `no Ingress and no Route leads to ${to} on this port`)];
  return [outcome, ...way, ...sideLines(egress, from), ...sideLines(ingress, to)];
}

function sideLines(side: SideExplanation, name: string): ExplanationLine[] {
  const { direction, isolatedBy, allowedBy, allowed, nearest } = side;
  if (isolatedBy.length === 0) return [line(1, `${direction} of ${name}: open, no policy isolates it`)];
  const head = line(1, `${direction} of ${name}: ${allowed ? 'allowed by' : 'denied; isolated by'}`);
  if (allowed) return [head, ...allowedBy.map((rule) => line(2, ruleWords(rule, direction), rule.origin))];
  const policies = isolatedBy.map(({ namespace, name: policy, origin }) => line(2, `${namespace}/${policy}`, origin));
  if (!nearest) return [head, ...policies, line(2, `none of them has a rule for ${direction}`)];
  return [
    head,
    ...policies,
    line(2, `nearest: ${ruleWords(nearest.rule, direction)}, which asks for`, nearest.rule.origin),
    ...nearest.misses.map(({ part, wanted, origin }) => line(3, `${part} ${wanted}`, origin)),
  ];
}

function ruleWords({ policy: { namespace, name }, number }: RuleReference, direction: string): string {
  return `${namespace}/${name}, ${direction} rule ${number}`;
}

function line(depth: number, text: string, origin?: Origin): ExplanationLine {
  const place = origin && rangeOf(origin);
  return { depth, text, ...(place && { place }) };
}
