import type { Origin } from '../topology/origin.ts';
import { type FoundEnd, pairsOf } from './ends.ts';
import { type Member, portsBetween } from './member.ts';
import { type Miss, missesOf } from './misses.ts';
import { admits } from './party.ts';
import { hasPosition, type PortSpace, positionOf, type Service } from './port-set.ts';
import type { Peer } from './result.ts';
import { type CompiledPolicy, type CompiledRule, type Direction, portsOn } from './rules.ts';

export interface PolicyReference {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly origin: Origin;
}

export interface RuleReference {
  readonly policy: PolicyReference;
  /** Among the rules of its direction, from 1. */
  readonly number: number;
  readonly origin: Origin;
}

/** What the policies of one end say. */
export interface SideExplanation {
  readonly direction: Direction;
  readonly allowed: boolean;
  /** None: the end is open in this direction. */
  readonly isolatedBy: readonly PolicyReference[];
  /** Every rule that allows it. */
  readonly allowedBy: readonly RuleReference[];
  /** Where nothing allows it, the rule that comes nearest, and what keeps it from allowing. */
  readonly nearest?: { readonly rule: RuleReference; readonly misses: readonly Miss[] };
}

export interface Explanation {
  readonly source: Peer;
  readonly destination: Peer;
  readonly service: Service;
  readonly allowed: boolean;
  /** A pod reaches itself, whatever policies say. */
  readonly isItself: boolean;
  /** False for a port that no Ingress and no Route leads the ingress controllers to, who ask. */
  readonly isLedTo: boolean;
  readonly egress: SideExplanation;
  readonly ingress: SideExplanation;
}

/**
 * Why two ends may or may not talk. Where their pods differ, it is told of two that may, if there are such. `isLedTo`: that
 * Ingresses and Routes do not keep the source from asking for this port.
 */
export function explain(
  source: FoundEnd,
  destination: FoundEnd,
  service: Service,
  space: PortSpace,
  isLedTo: boolean,
): Explanation {
  const position = positionOf(service);
  const pairs = [...pairsOf(source, destination)];
  const allows = ([from, to]: readonly [Member, Member]) => hasPosition(portsBetween(from, to, space), position);
  const [from, to] = pairs.find(allows) ?? pairs[0]!;
  const isItself = isSamePod(source, destination);
  const egress = sideOf('egress', from, to, to, position, space);
  const ingress = sideOf('ingress', to, from, to, position, space);
  const allowed = isItself || (isLedTo && egress.allowed && ingress.allowed);
  return { source: source.peer, destination: destination.peer, service, allowed, isItself, isLedTo, egress, ingress };
}

/** True where source and destination cannot be two pods (Kubernetes, "Network Policies": a pod cannot block itself). */
export function isSamePod({ workload: source }: FoundEnd, { workload: destination }: FoundEnd): boolean {
  return source !== undefined && source === destination && source.kind === 'Pod';
}

function sideOf(
  direction: Direction,
  { isolation }: Member,
  { party: other }: Member,
  { party: destination }: Member,
  position: number,
  space: PortSpace,
): SideExplanation {
  const policies = isolation[direction]?.policies ?? [];
  const rules = policies.flatMap((policy) => policy[direction].map((rule, i) => ({ policy, rule, number: i + 1 })));
  const reaches = (rule: CompiledRule) => hasPosition(portsOn(rule, destination, space), position);
  const allowing = rules.filter(({ rule }) => admits(rule.peers, other) && reaches(rule));
  const isolatedBy = policies.map(referenceTo);
  if (allowing.length > 0 || policies.length === 0) {
    return { direction, allowed: true, isolatedBy, allowedBy: allowing.map(ruleReference) };
  }
  const judged = rules.map((one) => {
    const hasPort = reaches(one.rule);
    return { one, hasPort, misses: missesOf(one.rule, other, hasPort) };
  });
  // Of two that miss as little, the rule for the port that was asked for is the one that was meant.
  judged.sort((a, b) => weightOf(a.misses) - weightOf(b.misses) || Number(b.hasPort) - Number(a.hasPort));
  const nearest = judged[0] && { rule: ruleReference(judged[0].one), misses: judged[0].misses };
  return { direction, allowed: false, isolatedBy, allowedBy: [], ...(nearest && { nearest }) };
}

function weightOf(misses: readonly Miss[]): number {
  return misses.reduce((sum, { weight }) => sum + weight, 0);
}

function referenceTo({ policy: { id, namespace, name, origin } }: CompiledPolicy): PolicyReference {
  return { id, namespace, name, origin };
}

function ruleReference({ policy, rule, number }: { policy: CompiledPolicy; rule: CompiledRule; number: number }) {
  return { policy: referenceTo(policy), number, origin: rule.rule.origin };
}
