import { familyOf, formatAddress } from '../address/address.ts';
import { prefix } from '../address/parse.ts';
import { containsAddress } from '../address/prefix.ts';
import type { Tracked } from '../linux/conntrack.ts';
import type { Device } from '../linux/device.ts';
import { lookupRoute } from '../linux/fib.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { ICMP, type Packet } from '../linux/packet.ts';
import type { Route } from '../linux/route.ts';
import { deliver } from './deliver.ts';
import { drop, ends, stopAtGap } from './drop.ts';
import { passEdge } from './edge.ts';
import { passHook, trackAndPass } from './hooks.ts';
import { checkForwardedSize, leave } from './leave.ts';
import { broadcast } from './output.ts';
import { deadEnd, noRoute, route } from './routing.ts';
import type { End, Move, Walk } from './walk.ts';

/** A packet that came in: PREROUTING, source check, route; then it is taken here or forwarded. */
export function input(walk: Walk, move: Extract<Move, { kind: 'input' }>): Move {
  const { namespace, device, packet } = move;
  const gap = stopAtGap(walk, namespace, 'PREROUTING', packet);
  if (gap) return gap;
  const tracked = prerouting(walk, move);
  if ('kind' in tracked) return tracked;
  const refused = checkSource(walk, namespace, device, tracked.packet);
  if (refused) return refused;
  const decision = route(walk, namespace, { ...tracked.packet, iif: device.name });
  if (decision?.route.type === 'local') return deliver(walk, namespace, tracked, device);
  const edge = passEdge(walk, namespace, tracked.packet, device.name);
  if (edge) return edge;
  if (!forwards(namespace, tracked.packet)) return noForwarding(walk, namespace, tracked.packet);
  if (!decision) return drop(walk, namespace, tracked.packet, noRoute(namespace, tracked.packet));
  const dead = deadEnd(decision.route);
  if (dead) return drop(walk, namespace, tracked.packet, dead);
  if (decision.route.type === 'broadcast') return broadcast(walk, namespace, tracked.packet);
  return forward(walk, namespace, device, tracked, decision.route);
}

/** A bridge that filters has sent it through already; what went through lo keeps its connection. */
function prerouting(walk: Walk, move: Extract<Move, { kind: 'input' }>): Tracked | End {
  const { namespace, device, packet, tracked, hooked } = move;
  if (hooked && tracked) return tracked;
  return trackAndPass(walk, namespace, 'PREROUTING', tracked ?? packet, { in: device.name });
}

/** `ip_forward`: TTL, then the MTU of the way out, then the TTL falls by one, then FORWARD. */
function forward(walk: Walk, namespace: NetworkNamespace, device: Device, tracked: Tracked, route: Route): Move {
  const { packet } = tracked;
  if (packet.ttl <= 1) return timeExceeded(walk, namespace, packet);
  const tooBig = checkForwardedSize(walk, namespace, packet, route, device);
  if (tooBig) return tooBig;
  walk.forwardedBy.add(visit(namespace, packet));
  const lowered = { ...tracked, packet: { ...packet, ttl: packet.ttl - 1 } };
  const passed = passHook(walk, namespace, 'FORWARD', lowered, { in: device.name, out: route.device });
  return 'kind' in passed ? passed : leave(walk, namespace, passed, route, device);
}

/** A tunnel's outer packet is another one than what it carries. */
function visit(namespace: NetworkNamespace, packet: Packet): string {
  return packet.payload ? `${namespace.key} outer` : namespace.key;
}

function timeExceeded(walk: Walk, namespace: NetworkNamespace, packet: Packet): Move {
  const loop = walk.forwardedBy.has(visit(namespace, packet));
  const reason = loop
    ? `${ends(packet)} goes round in circles until its TTL is used up`
    : `the TTL of ${ends(packet)} is used up at ${namespace.name}`;
  const disposition = loop ? 'LOOP' : 'TTL_EXCEEDED';
  return drop(walk, namespace, packet, { disposition, reason, error: ICMP.timeExceeded });
}

/** The switch that makes a machine a router, per family. */
function forwardingSwitch({ destination }: Packet): string {
  return familyOf(destination) === 4 ? 'net.ipv4.ip_forward' : 'net.ipv6.conf.all.forwarding';
}

function forwards(namespace: NetworkNamespace, packet: Packet): boolean {
  return namespace.sysctl(forwardingSwitch(packet), 0) === 1;
}

function noForwarding(walk: Walk, namespace: NetworkNamespace, packet: Packet): Move {
  const rule = `${forwardingSwitch(packet)} = 0`;
  const reason = `${namespace.name} is not ${formatAddress(packet.destination)} and forwards nothing`;
  return drop(walk, namespace, packet, { disposition: 'BLACKHOLE', reason, rule });
}

const LOOPBACK = prefix('127.0.0.0/8');

/** IPv4 only. Martians: a source of one's own, loopback addresses. Then the reverse-path filter (RFC 3704). */
function checkSource(walk: Walk, namespace: NetworkNamespace, device: Device, packet: Packet): End | undefined {
  if (device.kind === 'loopback' || familyOf(packet.source) === 6) return undefined;
  const source = formatAddress(packet.source);
  if (containsAddress(LOOPBACK, packet.source) || isForLoopback(namespace, device, packet)) {
    return filtered(`${ends(packet)}: loopback addresses never come in by ${device.name}`, undefined);
  }
  if (namespace.isLocal(packet.source))
    return filtered(`${source} is an address of ${namespace.name} itself`, undefined);
  const mode = reversePathFilter(namespace, device);
  if (mode === 0) return undefined;
  const back = lookupRoute(namespace, {
    destination: packet.source,
    mark: markForReturn(namespace, device, packet),
  })?.route;
  const rule = `net.ipv4.conf.${device.name}.rp_filter = ${mode}`;
  if (back?.type !== 'unicast') return filtered(`${namespace.name} has no route to the source ${source}`, rule);
  if (mode === 1 && back.device !== device.name) {
    const reason = `${namespace.name} would answer ${source} by ${back.device}, not by ${device.name}`;
    return filtered(reason, rule, 'RPF-STRICT');
  }
  return undefined;

  function filtered(reason: string, rule: string | undefined, code?: string): End {
    return drop(walk, namespace, packet, { disposition: 'REVERSE_PATH_FILTERED', reason, rule, code });
  }
}

function isForLoopback(namespace: NetworkNamespace, device: Device, { destination }: Packet): boolean {
  return containsAddress(LOOPBACK, destination) && conf(namespace, device, 'route_localnet') === 0;
}

/** The mark counts for the way back only with `src_valid_mark`. */
function markForReturn(namespace: NetworkNamespace, device: Device, { mark }: Packet): number | undefined {
  return conf(namespace, device, 'src_valid_mark') ? mark : undefined;
}

/** 0 off, 1 strict, 2 loose. */
function reversePathFilter(namespace: NetworkNamespace, device: Device): number {
  return conf(namespace, device, 'rp_filter');
}

/** A setting of `net.ipv4.conf`: the larger of `all` and the device's own, which starts as `default`. */
function conf(namespace: NetworkNamespace, device: Device, name: string): number {
  const fallback = namespace.sysctl(`net.ipv4.conf.default.${name}`, 0);
  const own = namespace.sysctl(`net.ipv4.conf.${device.name}.${name}`, fallback);
  return Math.max(own, namespace.sysctl(`net.ipv4.conf.all.${name}`, 0));
}
