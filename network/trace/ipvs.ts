import type { Tracked } from '../linux/conntrack.ts';
import type { Device } from '../linux/device.ts';
import { formatRealServer, formatVirtualServer, IPVS_PRIORITY, schedule, type VirtualServer } from '../linux/ipvs.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { ICMP, type Packet } from '../linux/packet.ts';
import { bind, translateBalanced } from '../linux/translation.ts';
import { drop, ends } from './drop.ts';
import { passHook } from './hooks.ts';
import { checkForwardedSize, leave } from './leave.ts';
import { passPolicies } from './policy.ts';
import { deadEnd, noRoute, route } from './routing.ts';
import type { End, Move, Walk } from './walk.ts';

/**
 * `ip_vs_in`, behind the filters of INPUT and behind the nat table of OUTPUT. A packet for a virtual server gets a real
 * one as its destination and leaves by way of OUTPUT; where that is the machine itself, or nothing is balanced here, it
 * goes on. `from` is the device that it came in by.
 */
export function balance(
  walk: Walk,
  namespace: NetworkNamespace,
  tracked: Tracked,
  from: Device | undefined,
): Tracked | Move {
  const { ipvs } = namespace;
  if (!ipvs || tracked.direction === 'reply') return tracked;
  if (tracked.connection?.balanced) {
    // What went through lo to a real server of this very machine has its destination.
    const there = translateBalanced(tracked).destination === tracked.packet.destination;
    return there ? tracked : send(walk, namespace, tracked, from);
  }
  const { packet, connection, state } = tracked;
  const server = ipvs.at(packet.protocol, packet.destination, packet.destinationPort);
  if (!server || !connection || state !== 'NEW') return tracked;
  const real = schedule(server, packet.source, (probability) => walk.chances.decide(probability));
  if (!real) return refuse(walk, namespace, packet, server);
  connection.balanced = true;
  bind(connection, 'destination', real);
  const [service, rule] = [formatVirtualServer(server), formatRealServer(real)];
  const destination = rule.split(' ')[1]!;
  walk.recorder.step(namespace, { type: 'ipvs', service, destination, rule, origin: server.origin });
  return send(walk, namespace, tracked, from);
}

/** `ip_vs_leave`: a virtual server without real ones refuses, whatever the protocol. */
function refuse(walk: Walk, namespace: NetworkNamespace, packet: Packet, server: VirtualServer): End {
  const rule = formatVirtualServer(server);
  const { origin, meaning } = server;
  const reason = `the virtual server ${rule} of ${namespace.name} has no real server`;
  const cause = meaning ?? { disposition: 'NO_ENDPOINTS', reason };
  walk.recorder.step(namespace, { type: 'ipvs', service: rule, destination: 'no real server', rule, origin });
  return drop(walk, namespace, packet, { ...cause, rule, origin, error: ICMP.portUnreachable });
}

/** `ip_vs_nat_xmit`: a route of its own, the TTL falls by one, then OUTPUT behind IPVS's own place there. */
function send(walk: Walk, namespace: NetworkNamespace, tracked: Tracked, from: Device | undefined): Tracked | Move {
  const packet = translateBalanced(tracked);
  const way = route(walk, namespace, packet)?.route;
  const dead = way ? deadEnd(way) : noRoute(namespace, packet);
  if (!way || dead) return drop(walk, namespace, packet, dead ?? noRoute(namespace, packet));
  if (packet.ttl <= 1) return spent(walk, namespace, packet);
  const lowered = { ...tracked, packet: { ...packet, ttl: packet.ttl - 1 } };
  if (way.type === 'local') return lowered;
  const tooBig = from && checkForwardedSize(walk, namespace, packet, way, from);
  if (tooBig) return tooBig;
  const ways = { in: from?.name, out: way.device, nextHop: way.via };
  const denied = from && passPolicies(walk, namespace, 'FORWARD', lowered, ways);
  if (denied) return denied;
  const passed = sendOut(walk, namespace, lowered, ways, from);
  return 'kind' in passed ? passed : leave(walk, namespace, passed, way, from);
}

/** What comes from a process has passed the first half of OUTPUT already; to pass it again changes nothing. */
function sendOut(
  walk: Walk,
  namespace: NetworkNamespace,
  tracked: Tracked,
  { out, nextHop }: Parameters<typeof passHook>[4],
  from: Device | undefined,
): Tracked | End {
  const stretch = from ? {} : { from: IPVS_PRIORITY.OUTPUT };
  return passHook(walk, namespace, 'OUTPUT', tracked, { out, nextHop }, stretch);
}

function spent(walk: Walk, namespace: NetworkNamespace, packet: Packet): End {
  const reason = `the TTL of ${ends(packet)} is used up at ${namespace.name}`;
  return drop(walk, namespace, packet, { disposition: 'TTL_EXCEEDED', reason, error: ICMP.timeExceeded });
}
