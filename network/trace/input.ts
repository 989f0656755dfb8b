import { familyOf, formatAddress } from '../address/address.ts';
import type { Tracked } from '../linux/conntrack.ts';
import type { Device } from '../linux/device.ts';
import { lookupRoute } from '../linux/fib.ts';
import { fitToLink } from '../linux/mtu.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { ICMP, type Packet } from '../linux/packet.ts';
import type { Route } from '../linux/route.ts';
import { deliver } from './deliver.ts';
import { drop, ends, stopAtGap } from './drop.ts';
import { leave } from './leave.ts';
import { broadcast } from './output.ts';
import { deadEnd, noRoute, route } from './routing.ts';
import { conntrackOf, type End, type Move, type Walk } from './walk.ts';

/** A packet that came in: PREROUTING, source check, route; then it is taken here or forwarded. */
export function input(walk: Walk, namespace: NetworkNamespace, device: Device, packet: Packet): Move {
  const gap = stopAtGap(walk, namespace, 'PREROUTING', packet);
  if (gap) return gap;
  const tracked = prerouting(walk, namespace, packet);
  const refused = checkSource(walk, namespace, device, tracked.packet);
  if (refused) return refused;
  const decision = route(walk, namespace, tracked.packet);
  if (decision?.route.type === 'local') return deliver(walk, namespace, tracked);
  if (!forwards(namespace, tracked.packet)) return noForwarding(walk, namespace, tracked.packet);
  if (!decision) return drop(walk, namespace, tracked.packet, noRoute(namespace, tracked.packet));
  const dead = deadEnd(decision.route);
  if (dead) return drop(walk, namespace, tracked.packet, dead);
  if (decision.route.type === 'broadcast') return broadcast(walk, namespace, tracked.packet);
  return forward(walk, namespace, device, tracked, decision.route);
}

/** conntrack: an answer to a translated connection gets its destination back. */
function prerouting(walk: Walk, namespace: NetworkNamespace, packet: Packet): Tracked {
  const tracked = conntrackOf(walk, namespace).receive(packet);
  if (tracked.packet.destination === packet.destination) return tracked;
  walk.recorder.step(namespace, {
    type: 'conntrack',
    state: tracked.state,
    before: formatAddress(packet.destination),
    after: formatAddress(tracked.packet.destination),
  });
  return tracked;
}

/** `ip_forward`: TTL, then the MTU of the way out, then the TTL falls by one. */
function forward(walk: Walk, namespace: NetworkNamespace, device: Device, tracked: Tracked, route: Route): Move {
  const { packet } = tracked;
  if (packet.ttl <= 1) return timeExceeded(walk, namespace, packet);
  const out = namespace.devices.get(route.device ?? '');
  const fit = out && fitToLink(packet, out.mtu);
  if (out && fit && !fit.fits && !fit.packet) {
    // leave() says so and drops it; it does not count as forwarded, so the quoted TTL is the one that came in.
    return leave(walk, namespace, tracked, route, device);
  }
  walk.forwardedBy.add(visit(namespace, packet));
  return leave(walk, namespace, { ...tracked, packet: { ...packet, ttl: packet.ttl - 1 } }, route, device);
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

/** IPv4 only. A source of one's own is a martian; the reverse-path filter asks where an answer would go (RFC 3704). */
function checkSource(walk: Walk, namespace: NetworkNamespace, device: Device, packet: Packet): End | undefined {
  if (device.kind === 'loopback' || familyOf(packet.source) === 6) return undefined;
  const source = formatAddress(packet.source);
  if (namespace.isLocal(packet.source))
    return filtered(`${source} is an address of ${namespace.name} itself`, undefined);
  const mode = reversePathFilter(namespace, device);
  if (mode === 0) return undefined;
  const back = lookupRoute(namespace, { destination: packet.source })?.route;
  const rule = `net.ipv4.conf.${device.name}.rp_filter = ${mode}`;
  if (back?.type !== 'unicast') return filtered(`${namespace.name} has no route to the source ${source}`, rule);
  if (mode === 1 && back.device !== device.name) {
    return filtered(`${namespace.name} would answer ${source} by ${back.device}, not by ${device.name}`, rule);
  }
  return undefined;

  function filtered(reason: string, rule: string | undefined): End {
    return drop(walk, namespace, packet, { disposition: 'REVERSE_PATH_FILTERED', reason, rule });
  }
}

/** 0 off, 1 strict, 2 loose: the larger of `all` and the device's own. */
function reversePathFilter(namespace: NetworkNamespace, device: Device): number {
  const fallback = namespace.sysctl('net.ipv4.conf.default.rp_filter', 0);
  const own = namespace.sysctl(`net.ipv4.conf.${device.name}.rp_filter`, fallback);
  return Math.max(own, namespace.sysctl('net.ipv4.conf.all.rp_filter', 0));
}
