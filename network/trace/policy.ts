import type { Tracked } from '../linux/conntrack.ts';
import type { Device } from '../linux/device.ts';
import type { PolicyDirection, PolicyVerdict } from '../linux/device-policy.ts';
import type { HookContext } from '../linux/match.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { ICMP, type Packet } from '../linux/packet.ts';
import type { HookName } from '../linux/rule.ts';
import { drop, ends } from './drop.ts';
import type { End, Walk } from './walk.ts';

/**
 * Policies of the devices that a packet came in by and leaves by, as rules at the head of the table filter: what is
 * behind the first one sends it, what is behind the second one is sent it. What the machine itself sends (OUTPUT) meets
 * none. Only what opens a connection is judged.
 */
export function passPolicies(
  walk: Walk,
  namespace: NetworkNamespace,
  hook: HookName,
  { packet, state }: Tracked,
  ways: Pick<HookContext, 'in' | 'out' | 'physIn' | 'physOut'>,
): End | undefined {
  if (state === 'ESTABLISHED' || state === 'RELATED') return undefined;
  if (hook !== 'FORWARD' && hook !== 'INPUT') return undefined;
  const from = device(namespace, ways.physIn ?? ways.in);
  const to = hook === 'FORWARD' ? device(namespace, ways.physOut ?? ways.out) : undefined;
  return apply(walk, namespace, packet, from, 'egress') ?? apply(walk, namespace, packet, to, 'ingress');
}

function device(namespace: NetworkNamespace, name: string | undefined): Device | undefined {
  return name === undefined ? undefined : namespace.devices.get(name);
}

function apply(
  walk: Walk,
  namespace: NetworkNamespace,
  packet: Packet,
  device: Device | undefined,
  direction: PolicyDirection,
): End | undefined {
  const verdict = device?.policy?.judge(packet, direction);
  if (!verdict) return undefined;
  const policy = verdict.policies.map(({ name }) => name).join(', ');
  const { rule, origin } = verdict;
  if (verdict.verdict === 'unknown') {
    const reason = `NetworkPolicy ${policy} may apply to ${ends(packet)}, and ${rule}`;
    return drop(walk, namespace, packet, { disposition: 'INSUFFICIENT_INFO', reason, rule, origin });
  }
  walk.recorder.step(namespace, { type: 'policy', policy, direction, verdict: verdict.verdict, rule, origin });
  return verdict.verdict === 'deny' ? deny(walk, namespace, packet, direction, policy, verdict) : undefined;
}

function deny(
  walk: Walk,
  namespace: NetworkNamespace,
  packet: Packet,
  direction: PolicyDirection,
  policy: string,
  { rule, origin, answer, policies, also }: PolicyVerdict,
): End {
  const end = drop(walk, namespace, packet, {
    disposition: 'DENIED_BY_POLICY',
    reason: `NetworkPolicy ${policy} denies the ${direction} of ${ends(packet)}: ${rule}`,
    rule,
    origin,
    // `-j REJECT` without further words, whatever the protocol.
    error: answer === 'reject' ? ICMP.portUnreachable : undefined,
  });
  return { ...end, policies: [...policies, ...(also ?? [])].map(({ id }) => id) };
}
