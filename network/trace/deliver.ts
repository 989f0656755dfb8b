import { familyOf, formatAddress } from '../address/address.ts';
import { answers, type Tracked } from '../linux/conntrack.ts';
import type { Device } from '../linux/device.ts';
import { IPVS_PRIORITY } from '../linux/ipvs.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { Packet } from '../linux/packet.ts';
import type { Provenance } from '../linux/provenance.ts';
import { decapsulate } from './decapsulate.ts';
import { drop } from './drop.ts';
import { passEdge } from './edge.ts';
import { packetFrame } from './frame.ts';
import { passHook } from './hooks.ts';
import { balance } from './ipvs.ts';
import { refusalOf } from './refusal.ts';
import { relayAnswer, relayConnection } from './relay.ts';
import type { End, Move, Walk } from './walk.ts';

/** The packet is for this machine: INPUT, then a tunnel's end, a waiting socket, the kernel itself, or nobody. */
export function deliver(walk: Walk, namespace: NetworkNamespace, tracked: Tracked, device: Device): Move {
  const whole: Packet = { ...tracked.packet, fragmentLength: undefined };
  const passed = passInput(walk, namespace, { ...tracked, packet: whole }, device);
  if ('kind' in passed) return passed;
  const { packet } = passed;
  if (packet.payload) return decapsulate(walk, namespace, packet, packet.payload);
  if (packet.icmp?.kind === 'error' || isAnswer(walk, namespace, packet)) return taken(walk, namespace, packet);
  const passedOn = relayAnswer(walk, namespace, packet);
  if (passedOn) return passedOn;
  const edge = passEdge(walk, namespace, packet, device.name);
  if (edge) return edge;
  if (packet.icmp?.kind === 'echo-request') return echo(walk, namespace, packet);
  const listener = namespace.listeners.find(
    ({ protocol, port, accepts }) =>
      (protocol === undefined || protocol === packet.protocol) &&
      (port === undefined || port === packet.destinationPort) &&
      (accepts === undefined || accepts(packet.destinationPort ?? 0)),
  );
  if (!listener) return noListener(walk, namespace, packet);
  const { unmodelled, relay, origin } = listener;
  const other = relay && relayConnection(walk, namespace, packet, relay);
  if (other) return other;
  if (unmodelled === undefined) return taken(walk, namespace, packet, origin);
  return drop(walk, namespace, packet, { disposition: 'INSUFFICIENT_INFO', reason: unmodelled, origin });
}

/** INPUT, with IPVS behind its filters: what is for a virtual server is sent on from there. */
function passInput(walk: Walk, namespace: NetworkNamespace, tracked: Tracked, device: Device): Tracked | Move {
  const ways = { in: device.name };
  if (!namespace.ipvs) return passHook(walk, namespace, 'INPUT', tracked, ways);
  const filtered = passHook(walk, namespace, 'INPUT', tracked, ways, { below: IPVS_PRIORITY.INPUT });
  if ('kind' in filtered) return filtered;
  const balanced = balance(walk, namespace, filtered, device);
  if ('kind' in balanced) return balanced;
  return passHook(walk, namespace, 'INPUT', balanced, ways, { from: IPVS_PRIORITY.INPUT });
}

/** The kernel answers, unless it is told to keep silent (`icmp_echo`, `icmpv6_echo_reply`). */
function echo(walk: Walk, namespace: NetworkNamespace, packet: Packet): End {
  const isV4 = familyOf(packet.destination) === 4;
  const silence = isV4 ? 'net.ipv4.icmp_echo_ignore_all' : 'net.ipv6.icmp.echo_ignore_all';
  if (namespace.sysctl(silence, 0) === 0) return taken(walk, namespace, packet);
  const reason = `${namespace.name} answers no ICMP echo`;
  return drop(walk, namespace, packet, { disposition: 'BLACKHOLE', reason, rule: `${silence} = 1` });
}

function taken(walk: Walk, namespace: NetworkNamespace, packet: Packet, origin?: Provenance): End {
  walk.recorder.step(namespace, { type: 'deliver', frame: packetFrame(packet), ...(origin ? { origin } : {}) });
  if (!namespace.outside) return { kind: 'end', disposition: 'DELIVERED', namespace, packet };
  const reason = `it leaves the network for ${formatAddress(packet.destination)}`;
  return { kind: 'end', disposition: 'EXITS_NETWORK', reason, namespace, packet };
}

/** Whether it is what the probe's socket waits for: the same two ends, the other way round. */
function isAnswer({ socket }: Walk, namespace: NetworkNamespace, packet: Packet): boolean {
  const { sent } = socket;
  return socket.namespace === namespace.key && packet.icmp?.kind !== 'echo-request' && answers(packet, sent);
}

function noListener(walk: Walk, namespace: NetworkNamespace, packet: Packet): End {
  const port = packet.destinationPort === undefined ? '' : ` port ${packet.destinationPort}`;
  const reason = `nothing listens on ${packet.protocol}${port} of ${namespace.name}`;
  const end = drop(walk, namespace, packet, { disposition: 'NO_LISTENER', reason });
  const answer = refusalOf(packet);
  return answer ? { ...end, answer: { packet: answer } } : end;
}
