import { familyOf } from '../address/address.ts';
import type { Tracked } from '../linux/conntrack.ts';
import type { Bridge, Device } from '../linux/device.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { EthernetFrame, Packet } from '../linux/packet.ts';
import { passHook, trackAndPass } from './hooks.ts';
import { resolve } from './neighbour.ts';
import { route } from './routing.ts';
import type { End, Walk } from './walk.ts';

/** A bridged frame after netfilter has seen its packet. */
export interface Hooked {
  readonly frame: EthernetFrame;
  readonly tracked: Tracked;
}

/** Whether the module br_netfilter shows bridged packets to iptables. */
export function filtersBridged(namespace: NetworkNamespace, { destination }: Packet): boolean {
  const tables = familyOf(destination) === 4 ? 'iptables' : 'ip6tables';
  return namespace.sysctl(`net.bridge.bridge-nf-call-${tables}`, 0) === 1;
}

/**
 * PREROUTING for a frame that came in by a port. Where the destination was translated, the frame goes to the new one:
 * bridged, when it is on this very bridge, else up to the machine (`br_nf_pre_routing_finish`).
 */
export function hookIncoming(
  walk: Walk,
  namespace: NetworkNamespace,
  bridge: Bridge,
  frame: EthernetFrame,
  from: Device,
): Hooked | End {
  const ways = { in: bridge.name, physIn: from.name };
  const tracked = trackAndPass(walk, namespace, 'PREROUTING', frame.packet, ways);
  if ('kind' in tracked) return tracked;
  const { packet } = tracked;
  if (packet.destination === frame.packet.destination) return { frame: { ...frame, packet }, tracked };
  const out = route(walk, namespace, { ...packet, iif: bridge.name })?.route;
  const mac =
    out?.device === bridge.name && out.type === 'unicast' ? macOf(walk, namespace, bridge, packet) : bridge.mac;
  return { frame: { ...frame, packet, destination: mac ?? bridge.mac ?? '' }, tracked };
}

function macOf(walk: Walk, namespace: NetworkNamespace, bridge: Bridge, packet: Packet): string | undefined {
  return resolve(walk, namespace, bridge, packet.destination, packet.source)?.mac;
}

/** FORWARD and POSTROUTING for a frame that goes from one port to another. */
export function filterForwarded(
  walk: Walk,
  namespace: NetworkNamespace,
  bridge: Bridge,
  from: Device,
  to: Device,
  frame: EthernetFrame,
  tracked: Tracked,
): Hooked | End {
  const ways = { in: bridge.name, out: bridge.name, physIn: from.name, physOut: to.name };
  const forwarded = passHook(walk, namespace, 'FORWARD', tracked, ways);
  if ('kind' in forwarded) return forwarded;
  const passed = passHook(walk, namespace, 'POSTROUTING', forwarded, { out: bridge.name, physOut: to.name });
  return 'kind' in passed ? passed : { frame: { ...frame, packet: passed.packet }, tracked: passed };
}
