import { formatAddress } from '../address/address.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { Packet } from '../linux/packet.ts';
import type { Route } from '../linux/route.ts';
import { drop, stopAtGap } from './drop.ts';
import { leave } from './leave.ts';
import { deadEnd, noRoute, route } from './routing.ts';
import { conntrackOf, type Move, type Walk } from './walk.ts';

/** A packet that is made here: route, OUTPUT, POSTROUTING. Its source is already chosen. */
export function output(walk: Walk, namespace: NetworkNamespace, packet: Packet): Move {
  const unknown = stopAtGap(walk, namespace, 'ORIGINATE', packet);
  if (unknown) return unknown;
  const decision = route(walk, namespace, packet);
  if (!decision) return drop(walk, namespace, packet, { ...noRoute(namespace, packet), error: undefined });
  const dead = deadEnd(decision.route);
  if (dead) return drop(walk, namespace, packet, { ...dead, error: undefined });
  if (decision.route.type === 'broadcast') return broadcast(walk, namespace, packet);
  const gap = stopAtGap(walk, namespace, 'OUTPUT', packet);
  if (gap) return gap;
  const tracked = conntrackOf(walk, namespace).receive(packet);
  return leave(walk, namespace, tracked, wayOut(decision.route), undefined);
}

/** What a machine sends to itself leaves by lo, whatever device has the address. */
function wayOut(route: Route): Route {
  return route.type === 'local' ? { ...route, device: 'lo' } : route;
}

/** Broadcasts reach everybody; a trace follows one packet. */
export function broadcast(walk: Walk, namespace: NetworkNamespace, packet: Packet): Move {
  const reason = `${formatAddress(packet.destination)} is a broadcast address, which is not modelled yet`;
  return drop(walk, namespace, packet, { disposition: 'INSUFFICIENT_INFO', reason });
}
