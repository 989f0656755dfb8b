import { type Address, familyOf, formatAddress } from '../address/address.ts';
import { address } from '../address/parse.ts';
import { bind, type End, type Manipulation, type Tracked, translate } from '../linux/conntrack.ts';
import { addressOfDevice } from '../linux/fib.ts';
import { formatRule } from '../linux/iptables.ts';
import type { HookContext } from '../linux/match.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { Outcome, Verdict } from '../linux/netfilter.ts';
import type { Packet } from '../linux/packet.ts';
import type { HookName } from '../linux/rule.ts';
import type { Walk } from './walk.ts';

/**
 * The nat table at a hook. A new connection asks its chains once for each end; whatever follows, there and back, gets
 * what was found then, and so do the packets quoted in ICMP errors.
 */
export function translateAt(
  walk: Walk,
  namespace: NetworkNamespace,
  hook: HookName,
  tracked: Tracked,
  context: HookContext,
): Tracked {
  const end: Manipulation = hook === 'PREROUTING' || hook === 'OUTPUT' ? 'destination' : 'source';
  const asked = ask(walk, namespace, hook, tracked, context, end);
  const marked = asked ? { ...tracked, packet: asked.packet } : tracked;
  const packet = translate(marked, end);
  if (packet !== marked.packet && !sameEnd(packet, marked.packet, end)) {
    record(walk, namespace, hook, tracked, packet, end, asked?.verdict);
  }
  return packet === marked.packet ? marked : { ...marked, packet };
}

/** What the chains made of a packet: its mark, and the rule that translates it. */
type Asked = Pick<Outcome, 'packet' | 'verdict'>;

function ask(
  walk: Walk,
  namespace: NetworkNamespace,
  hook: HookName,
  { state, connection, direction }: Tracked,
  context: HookContext,
  end: Manipulation,
): Asked | undefined {
  if (!connection || state !== 'NEW' || direction !== 'original' || connection.asked.has(end)) return undefined;
  connection.asked.add(end);
  const { packet, verdict, marks } = namespace.netfilter.evaluate('nat', hook, context);
  for (const mark of marks) recordMark(walk, namespace, hook, mark);
  const to = verdict && translationOf(namespace, verdict, context);
  if (to) bind(connection, end, to);
  return { packet, verdict: to && verdict };
}

function recordMark(walk: Walk, namespace: NetworkNamespace, hook: HookName, { chain, rule }: Verdict): void {
  const { origin } = rule;
  walk.recorder.step(namespace, {
    type: 'netfilter',
    hook,
    table: 'nat',
    chain,
    rule: formatRule(chain, rule),
    origin,
  });
}

/** What a target of the nat table makes of an end. */
function translationOf(namespace: NetworkNamespace, { rule }: Verdict, context: HookContext): Partial<End> | undefined {
  const { target } = rule;
  switch (target.kind) {
    case 'DNAT':
    case 'SNAT':
      return { address: target.address, port: target.port };
    case 'MASQUERADE':
      return { address: addressOfDevice(namespace, context.out, nextHopOf(context)) };
    case 'REDIRECT':
      return { address: redirectTo(namespace, context), port: target.port };
    default:
      return undefined;
  }
}

/** The device's address towards the next hop; the hook knows the gateway of the route. */
function nextHopOf({ packet, nextHop }: HookContext): Address {
  return nextHop ?? packet.destination;
}

/** REDIRECT: to the address of the device that it came in by; of what is made here, to localhost. */
function redirectTo(namespace: NetworkNamespace, { in: device, packet }: HookContext): Address | undefined {
  if (device === undefined) return familyOf(packet.destination) === 4 ? address('127.0.0.1') : address('::1');
  return addressOfDevice(namespace, device, packet.source);
}

function sameEnd(a: Packet, b: Packet, end: Manipulation): boolean {
  return a[end] === b[end] && a[`${end}Port`] === b[`${end}Port`];
}

function record(
  walk: Walk,
  namespace: NetworkNamespace,
  hook: HookName,
  { state, packet: was }: Tracked,
  packet: Packet,
  end: Manipulation,
  verdict: Verdict | undefined,
): void {
  const [before, after] = [endText(was, end), endText(packet, end)];
  if (!verdict) {
    walk.recorder.step(namespace, { type: 'conntrack', state, before, after });
    return;
  }
  const { chain, rule } = verdict;
  const { origin } = rule;
  const printed = formatRule(chain, rule);
  walk.recorder.step(namespace, { type: 'nat', hook, table: 'nat', chain, rule: printed, before, after, origin });
}

function endText(packet: Packet, end: Manipulation): string {
  const port = packet[`${end}Port`];
  return port === undefined ? formatAddress(packet[end]) : `${formatAddress(packet[end])}:${port}`;
}
