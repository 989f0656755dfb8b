import { formatAddress } from '../address/address.ts';
import { prefix } from '../address/parse.ts';
import { containsAddress } from '../address/prefix.ts';
import { addressType } from '../linux/address-type.ts';
import type { Tracked } from '../linux/conntrack.ts';
import { IPVS_PRIORITY } from '../linux/ipvs.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { Packet } from '../linux/packet.ts';
import type { Route } from '../linux/route.ts';
import { type Cause, drop, stopAtGap } from './drop.ts';
import { passHook, trackAndPass, type Ways } from './hooks.ts';
import { balance } from './ipvs.ts';
import { leave } from './leave.ts';
import { deadEnd, noRoute, route } from './routing.ts';
import type { End, Move, Walk } from './walk.ts';

/** A packet that is made here: route, OUTPUT, perhaps another route, POSTROUTING. Its source is already chosen. */
export function output(walk: Walk, namespace: NetworkNamespace, packet: Packet): Move {
  const unknown = stopAtGap(walk, namespace, 'ORIGINATE', packet);
  if (unknown) return unknown;
  const way = wayFor(walk, namespace, packet);
  if ('disposition' in way) return way;
  const gap = stopAtGap(walk, namespace, 'OUTPUT', packet);
  if (gap) return gap;
  const tracked = passOutput(walk, namespace, packet, { out: way.device, nextHop: way.via });
  if ('kind' in tracked) return tracked;
  const rerouted = isRerouted(packet, tracked) ? wayFor(walk, namespace, tracked.packet) : way;
  return 'disposition' in rerouted ? rerouted : leave(walk, namespace, tracked, rerouted, undefined);
}

/** OUTPUT, with IPVS behind its nat table: what is for a virtual server is sent on from there. */
function passOutput(walk: Walk, namespace: NetworkNamespace, packet: Packet, ways: Ways): Tracked | Move {
  if (!namespace.ipvs) return trackAndPass(walk, namespace, 'OUTPUT', packet, ways);
  const translated = trackAndPass(walk, namespace, 'OUTPUT', packet, ways, { below: IPVS_PRIORITY.OUTPUT });
  if ('kind' in translated) return translated;
  const balanced = balance(walk, namespace, translated, undefined);
  if ('kind' in balanced) return balanced;
  return passHook(walk, namespace, 'OUTPUT', balanced, ways, { from: IPVS_PRIORITY.OUTPUT });
}

/** The route of a packet made here. What does not work is told to the process at once: no ICMP error. */
function wayFor(walk: Walk, namespace: NetworkNamespace, packet: Packet): Route | End {
  const group = groupOf(namespace, packet);
  if (group) return undecided(walk, namespace, packet, group);
  const decision = route(walk, namespace, packet);
  const dead = decision ? deadEnd(decision.route) : noRoute(namespace, packet);
  if (dead) return drop(walk, namespace, packet, { ...dead, error: undefined } satisfies Cause);
  const { route: found } = decision!;
  if (found.type === 'broadcast') return broadcast(walk, namespace, packet);
  // What a machine sends to itself leaves by lo, whatever device has the address.
  return found.type === 'local' ? { ...found, device: 'lo' } : found;
}

/** `ip_route_me_harder`: OUTPUT gave it another destination, or a mark that policy rules may ask for. */
function isRerouted(packet: Packet, tracked: Tracked): boolean {
  return tracked.packet.destination !== packet.destination || tracked.packet.mark !== packet.mark;
}

const EVERYBODY = prefix('255.255.255.255/32');
const ITSELF = [prefix('0.0.0.0/32'), prefix('::/128')];

/** Destinations that the kernel knows without looking for a route (`inet_addr_type`, `ip_route_output_key`). */
function groupOf(namespace: NetworkNamespace, { destination }: Packet): string | undefined {
  if (addressType(namespace, destination) === 'MULTICAST') return 'is a multicast address';
  if (containsAddress(EVERYBODY, destination)) return 'is a broadcast address';
  return ITSELF.some((one) => containsAddress(one, destination)) ? 'stands for the sender itself' : undefined;
}

/** Broadcasts reach everybody; a trace follows one packet. */
export function broadcast(walk: Walk, namespace: NetworkNamespace, packet: Packet): End {
  return undecided(walk, namespace, packet, 'is a broadcast address');
}

function undecided(walk: Walk, namespace: NetworkNamespace, packet: Packet, what: string): End {
  const reason = `${formatAddress(packet.destination)} ${what}, which is not modelled yet`;
  return drop(walk, namespace, packet, { disposition: 'INSUFFICIENT_INFO', reason });
}
