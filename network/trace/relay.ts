import { formatAddress } from '../address/address.ts';
import { answers } from '../linux/conntrack.ts';
import { lookupRoute, selectSource } from '../linux/fib.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { DEFAULT_TTL, type Packet } from '../linux/packet.ts';
import type { Relay, RelayTarget } from '../linux/relay.ts';
import { drop } from './drop.ts';
import { packetFrame } from './frame.ts';
import { replyPacket } from './probe.ts';
import { noRoute } from './routing.ts';
import type { End, Move, Walk } from './walk.ts';

/** A process takes a connection and opens another; undefined where it answers itself. */
export function relayConnection(
  walk: Walk,
  namespace: NetworkNamespace,
  packet: Packet,
  relay: Relay,
): Move | undefined {
  const choice = relay.choose(packet);
  const { rule, origin } = choice;
  const say = (more = '') =>
    walk.recorder.step(namespace, {
      type: relay.kind,
      process: relay.process,
      detail: `${choice.detail}${more}`,
      rule,
      origin,
    });
  if ('answered' in choice) {
    say();
    return undefined;
  }
  if ('refused' in choice) {
    say();
    return drop(walk, namespace, packet, { ...choice.refused, rule, origin });
  }
  const target = oneOf(walk, choice.targets);
  say(` -> ${formatAddress(target.address)}:${target.port}${relay.kind === 'proxy' ? forwardedFor(packet) : ''}`);
  return open(walk, namespace, packet, relay, target);
}

/** Each is chosen with the same probability. */
function oneOf({ chances }: Walk, targets: readonly RelayTarget[]): RelayTarget {
  const index = targets.findIndex((_, i) => chances.decide(1 / (targets.length - i)));
  return targets[Math.max(index, 0)]!;
}

function forwardedFor({ source }: Packet): string {
  return `; new connection, X-Forwarded-For: ${formatAddress(source)}`;
}

/** As large as the first one's: what is asked for is the same. */
function open(
  walk: Walk,
  namespace: NetworkNamespace,
  accepted: Packet,
  relay: Relay,
  { address, port }: RelayTarget,
): Move {
  const way = lookupRoute(namespace, { destination: address })?.route;
  const source = way && selectSource(namespace, way, address);
  const { protocol, sourcePort, length, flags, request } = accepted;
  if (source === undefined) return drop(walk, namespace, accepted, noRoute(namespace, { destination: address }));
  const sent: Packet = {
    protocol,
    source,
    destination: address,
    sourcePort,
    destinationPort: port,
    ttl: DEFAULT_TTL,
    length,
    dontFragment: false,
    ...(flags === undefined ? {} : { flags }),
    ...(request === undefined ? {} : { request }),
  };
  walk.relayed.push({ namespace: namespace.key, relay, accepted, sent });
  walk.recorder.step(namespace, { type: 'originate', frame: packetFrame(sent) });
  return { kind: 'output', namespace, packet: sent };
}

/** The answer to a connection that a process here has opened: it passes it on to who had asked it. */
export function relayAnswer(walk: Walk, namespace: NetworkNamespace, packet: Packet): Exclude<Move, End> | undefined {
  const relayed = walk.relayed.find((one) => one.namespace === namespace.key && answers(packet, one.sent));
  if (!relayed || packet.icmp || packet.flags?.includes('R')) return undefined;
  const { relay, accepted } = relayed;
  const detail = `passes the answer on to ${formatAddress(accepted.source)}`;
  walk.recorder.step(namespace, { type: relay.kind, process: relay.process, detail });
  const answer = replyPacket(accepted);
  walk.recorder.step(namespace, { type: 'originate', frame: packetFrame(answer) });
  return { kind: 'output', namespace, packet: answer };
}
