import type { Address } from '../../address/address.ts';
import type { DevicePolicy, PolicyDirection, PolicyName, PolicyVerdict } from '../../linux/device-policy.ts';
import type { Packet } from '../../linux/packet.ts';
import type { Allocation } from '../../topology/allocation.ts';
import type { Policy } from '../../topology/policy.ts';
import type { Workload } from '../../topology/workload.ts';
import { type Decision, decide, type Question } from './decide.ts';
import type { Direction, PolicySelection } from './selection.ts';
import { denialWords, ruleWords } from './words.ts';

/** What the hooks of one cluster share. */
export interface Enforcement {
  readonly selection: PolicySelection;
  readonly allocation: Pick<Allocation, 'podAt'>;
  readonly answer: PolicyVerdict['answer'];
}

/** Which pod stands at one end of a packet, where it is one that the hook is for. */
export type Guarded = (address: Address) => Workload | undefined;

/** The policies at a device behind which there are pods: the only one, or the one that has the packet's address. */
export function policyHook(enforcement: Enforcement, guarded: Guarded): DevicePolicy {
  return {
    judge(packet, direction) {
      const pod = guarded(direction === 'ingress' ? packet.destination : packet.source);
      return pod && judge(enforcement, pod, packet, direction);
    },
  };
}

function judge(
  enforcement: Enforcement,
  pod: Workload,
  packet: Packet,
  direction: PolicyDirection,
): PolicyVerdict | undefined {
  const question = questionOf(enforcement, pod, packet, direction);
  const decision = decide(enforcement.selection, question);
  if (decision.kind !== 'denied') return verdictOf(enforcement, question, decision);
  return { ...verdictOf(enforcement, question, decision)!, ...otherEnd(enforcement, pod, packet, question) };
}

function questionOf({ allocation }: Enforcement, pod: Workload, packet: Packet, direction: Direction): Question {
  const address = direction === 'ingress' ? packet.source : packet.destination;
  const { protocol, destinationPort } = packet;
  const peer = { address, workload: allocation.podAt(address)?.workload };
  return { direction, pod, peer, traffic: { protocol, destinationPort } };
}

/** What a source may not send would perhaps not be let in either: a statement may name the policies of both ends. */
function otherEnd(
  { selection }: Enforcement,
  pod: Workload,
  { source }: Packet,
  { direction, peer, traffic }: Question,
): Pick<PolicyVerdict, 'also'> {
  if (direction === 'ingress' || !peer.workload) return {};
  const there = {
    direction: 'ingress',
    pod: peer.workload,
    peer: { address: source, workload: pod },
    traffic,
  } as const;
  const decision = decide(selection, there);
  return decision.kind === 'denied' ? { also: decision.policies.map(nameOf) } : {};
}

function verdictOf({ answer }: Enforcement, question: Question, decision: Decision): PolicyVerdict | undefined {
  if (decision.kind === 'open') return undefined;
  if (decision.kind === 'allowed') {
    const { policy, rule } = decision;
    const words = ruleWords(rule, question.direction);
    return { verdict: 'allow', policies: [nameOf(policy)], rule: words, origin: rule.origin, answer };
  }
  const { policies } = decision;
  const { origin } = policies[0]!;
  const verdict = decision.kind === 'denied' ? 'deny' : 'unknown';
  const rule =
    decision.kind === 'denied'
      ? `default deny: ${denialWords(question, policies.length)}`
      : 'a part of it cannot be read, so that it decides nothing';
  return { verdict, policies: policies.map(nameOf), rule, origin, answer };
}

/** How a step of a trace calls a policy. */
function nameOf({ id, namespace, name }: Policy): PolicyName {
  return { id, name: `${namespace}/${name}` };
}
