import type { Policy, PolicyRule } from '../../topology/policy.ts';
import type { Workload } from '../../topology/workload.ts';
import { type PolicyEnd, type PolicyTraffic, ruleAdmits } from './admits.ts';
import type { Direction, PolicySelection } from './selection.ts';

/** What the policies of one end say about traffic, in one direction. */
export type Decision =
  /** No policy isolates the pod in that direction. */
  | { readonly kind: 'open' }
  /** A rule admits it; one is enough, whatever others say. */
  | { readonly kind: 'allowed'; readonly policy: Policy; readonly rule: PolicyRule }
  /** These isolate the pod, and none of their rules admits it. */
  | { readonly kind: 'denied'; readonly policies: readonly Policy[] }
  /** These cannot be read, and nothing that can be read admits it. */
  | { readonly kind: 'unknown'; readonly policies: readonly Policy[] };

/** A pod of which a policy decides, and traffic from or to it. */
export interface Question {
  readonly direction: Direction;
  /** The destination of ingress, the source of egress. */
  readonly pod: Workload;
  /** The other end. */
  readonly peer: PolicyEnd;
  readonly traffic: PolicyTraffic;
}

const OPEN: Decision = { kind: 'open' };

/**
 * NetworkPolicy of `networking.k8s.io/v1`: a pod that no policy of a direction selects is open in it; one that some
 * select is closed but for the union of their rules. What cannot be read might admit, but never forbids what another admits.
 */
export function decide(selection: PolicySelection, question: Question): Decision {
  const { pod, direction } = question;
  const isolating = selection.isolating(pod, direction);
  for (const policy of isolating) {
    const rule = policy[direction].find((one) => admits(selection, policy, one, question));
    if (rule) return { kind: 'allowed', policy, rule };
  }
  const broken = selection.broken(pod);
  if (broken.length > 0) return { kind: 'unknown', policies: broken };
  return isolating.length > 0 ? { kind: 'denied', policies: isolating } : OPEN;
}

function admits(selection: PolicySelection, policy: Policy, rule: PolicyRule, question: Question): boolean {
  const { direction, pod, peer, traffic } = question;
  const destination = direction === 'ingress' ? pod : peer.workload;
  return ruleAdmits(selection, policy, rule, peer, destination, traffic);
}
