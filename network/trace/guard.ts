import type { Packet } from '../linux/packet.ts';
import { dropOn } from './drop.ts';
import type { Place } from './recorder.ts';
import { conntrackOf, type End, type Walk } from './walk.ts';

/**
 * What guards the card at a segment's port: outside of the machine, asked of what opens a connection, silent about what it
 * drops. It remembers connections in both directions, so answers pass.
 */
export function passGuard(
  walk: Walk,
  place: Place,
  segment: string,
  mac: string,
  direction: 'ingress' | 'egress',
  packet: Packet,
): End | undefined {
  const guard = walk.network.guard(segment, mac);
  if (!guard) return undefined;
  const connections = conntrackOf(walk, `guard ${segment} ${mac}`);
  const tracked = connections.track(packet);
  if (tracked.state === 'ESTABLISHED' || tracked.state === 'RELATED') return undefined;
  const { allowed, groups, rule, origin } = guard.judge(direction, packet);
  const hook = direction.toUpperCase();
  walk.recorder.step(place, { type: 'netfilter', hook, table: 'security-group', chain: groups, rule, origin });
  if (allowed) {
    connections.confirm(tracked);
    return undefined;
  }
  const who = direction === 'ingress' ? 'lets nothing of the kind in to' : 'lets nothing of the kind out of';
  const reason = `security group ${groups} ${who} ${guard.machine}: ${rule}`;
  const code = packet.payload ? { code: 'SG-ENCAP' } : {};
  return dropOn(walk, place, packet, { disposition: 'DENIED_BY_FILTER', reason, rule, origin, ...code });
}
