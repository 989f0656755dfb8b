import { type Address, familyOf, formatAddress } from '../address/address.ts';
import { address } from '../address/parse.ts';
import type { End, Manipulation, Tracked } from '../linux/conntrack.ts';
import { addressOfDevice } from '../linux/fib.ts';
import { formatVerdict } from '../linux/iptables.ts';
import type { HookContext } from '../linux/match.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { Outcome } from '../linux/netfilter.ts';
import { evaluateNft } from '../linux/nftables-passage.ts';
import type { Packet } from '../linux/packet.ts';
import type { Verdict } from '../linux/passage.ts';
import type { HookName } from '../linux/rule.ts';
import { bind, translate } from '../linux/translation.ts';
import { recordRule } from './outcome.ts';
import { nftChainsAt } from './stations.ts';
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
    record(walk, namespace, hook, tracked, packet, end, asked);
  }
  return packet === marked.packet ? marked : { ...marked, packet };
}

/** What the chains made of a packet: its mark, and the rule that translates it, of the table with that name. */
type Asked = Pick<Outcome, 'packet' | 'verdict'> & { readonly table: string };

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
  let { packet } = context;
  // Every base chain of the hook is asked until one of them translates.
  for (const { table, evaluate } of natChains(namespace, hook, context)) {
    const outcome = evaluate({ ...context, packet });
    for (const mark of outcome.marks) recordRule(walk, namespace, hook, table, mark);
    packet = outcome.packet;
    const { verdict } = outcome;
    const to = verdict && translationOf(namespace, verdict, context);
    if (to) {
      bind(connection, end, to);
      return { packet, verdict, table };
    }
  }
  return { packet, table: 'nat' };
}

interface NatChain {
  readonly table: string;
  evaluate(context: HookContext): Outcome;
}

function natChains(namespace: NetworkNamespace, hook: HookName, { packet }: HookContext): readonly NatChain[] {
  const netfilter = namespace.netfilterOf(packet.destination);
  const iptables = { table: 'nat', evaluate: (context: HookContext) => netfilter.evaluate('nat', hook, context) };
  if (namespace.nftables.length === 0) return [iptables];
  const others = nftChainsAt(namespace, hook, packet, 'nat').map(({ table, chain }) => {
    const evaluate = (context: HookContext) => evaluateNft(table, chain, context);
    return { table: `${table.family} ${table.name}`, evaluate };
  });
  return [iptables, ...others];
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
  asked: Asked | undefined,
): void {
  const [before, after] = [endText(was, end), endText(packet, end)];
  if (!asked?.verdict) {
    walk.recorder.step(namespace, { type: 'conntrack', state, before, after });
    return;
  }
  const { table, verdict } = asked;
  const { chain, rule } = verdict;
  const { origin } = rule;
  walk.recorder.step(namespace, {
    type: 'nat',
    hook,
    table,
    chain,
    rule: formatVerdict(verdict),
    before,
    after,
    origin,
  });
}

function endText(packet: Packet, end: Manipulation): string {
  const port = packet[`${end}Port`];
  return port === undefined ? formatAddress(packet[end]) : `${formatAddress(packet[end])}:${port}`;
}
