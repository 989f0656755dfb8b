import type { Device, DeviceRef, Ipip, Macvlan, Physical, TunnelEnd, Vxlan } from '../linux/device.ts';
import { ipipPacket, vxlanPacket } from '../linux/encapsulation.ts';
import { lookupRoute, selectSource } from '../linux/fib.ts';
import { formatVxlanEntry } from '../linux/format.ts';
import { takesFrame } from '../linux/mtu.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { type EthernetFrame, type Packet, scrubbed } from '../linux/packet.ts';
import { crossBridge } from './bridge.ts';
import { circular } from './circular.ts';
import { crossDatapath } from './datapath.ts';
import { drop } from './drop.ts';
import { encapsulationOf, frameOf } from './frame.ts';
import { misfit } from './misfit.ts';
import { toProcess } from './process.ts';
import type { Move, Walk } from './walk.ts';

/** A device sends a frame: what that means depends on its kind. */
export function transmit(walk: Walk, move: Extract<Move, { kind: 'transmit' }>): Move {
  const { namespace, device, frame } = move;
  walk.recorder.step(namespace, { type: 'transmit', device: device.name, frame: frameOf(frame) });
  switch (device.kind) {
    case 'loopback':
      return { kind: 'receive', namespace, device, frame, tracked: move.tracked };
    case 'veth':
      return toDevice(walk, namespace, device, device.peer, frame);
    case 'bridge':
      return crossBridge(walk, namespace, device, frame, undefined);
    case 'physical':
      return ontoSegment(walk, namespace, device, frame);
    case 'vxlan':
      return device.external
        ? intoTunnel(walk, namespace, device, frame, move.tunnel)
        : encapsulate(walk, namespace, device, frame);
    case 'openvswitch':
      return crossDatapath(walk, namespace, device, frame);
    case 'tun':
      return toProcess(walk, namespace, device, frame.packet);
    case 'ipip':
      return intoIpip(walk, move, device);
    case 'macvlan':
      return ontoParent(walk, namespace, device, frame);
    case 'dummy':
      return swallowed(walk, namespace, device, frame);
  }
}

/** Into another namespace: conntrack and marks stay behind. */
function toDevice(walk: Walk, namespace: NetworkNamespace, device: Device, to: DeviceRef, frame: EthernetFrame): Move {
  const peer = walk.network.namespace(to.namespace);
  const far = peer?.devices.get(to.device);
  if (!peer || !far?.up) {
    const reason = `the other end of ${device.name} of ${namespace.name} is down`;
    return drop(walk, namespace, frame.packet, { disposition: 'BLACKHOLE', reason });
  }
  if (takesFrame(far.mtu, frame.packet)) {
    return { kind: 'receive', namespace: peer, device: far, frame: scrubbed(frame) };
  }
  const words = `are more than ${far.name} of ${peer.name} takes`;
  const narrow = { name: device.name, mtu: far.mtu };
  return drop(walk, namespace, frame.packet, misfit(walk, namespace, narrow, frame.packet, words));
}

function ontoSegment(walk: Walk, namespace: NetworkNamespace, device: Physical, frame: EthernetFrame): Move {
  if (device.segment !== undefined) {
    return { kind: 'segment', segment: device.segment, from: namespace, frame: scrubbed(frame) };
  }
  const reason = `${device.name} of ${namespace.name} is not plugged in anywhere`;
  return drop(walk, namespace, frame.packet, { disposition: 'BLACKHOLE', reason });
}

/** The FDB says which host is behind the MAC; the outer packet is one of the machine's own. */
function encapsulate(walk: Walk, namespace: NetworkNamespace, device: Vxlan, frame: EthernetFrame): Move {
  const entry = device.fdb.get(frame.destination);
  const home = device.underlayNamespace === undefined ? namespace : walk.network.namespace(device.underlayNamespace);
  if (!entry || !home) {
    const reason = `${device.name} of ${namespace.name} has no FDB entry for ${frame.destination}`;
    return drop(walk, namespace, frame.packet, { disposition: 'BLACKHOLE', reason });
  }
  const lost = circular(walk, home, device, frame.packet, entry.destination);
  if (lost) return lost;
  const packet = vxlanPacket(frame, device.local, entry.destination, device.vni, device.port);
  walk.recorder.step(namespace, {
    type: 'encapsulate',
    device: device.name,
    encapsulation: encapsulationOf(packet),
    rule: formatVxlanEntry(entry),
    origin: entry.origin,
  });
  return { kind: 'output', namespace: home, packet };
}

/** The switch that the tunnel is a port of has said where to. Its packets may not be fragmented. */
function intoTunnel(
  walk: Walk,
  namespace: NetworkNamespace,
  device: Vxlan,
  frame: EthernetFrame,
  tunnel: TunnelEnd | undefined,
): Move {
  if (!tunnel) {
    const reason = `nobody has told ${device.name} of ${namespace.name} where the other end of the tunnel is`;
    return drop(walk, namespace, frame.packet, { disposition: 'BLACKHOLE', reason });
  }
  const lost = circular(walk, namespace, device, frame.packet, tunnel.remote);
  if (lost) return lost;
  const outer = vxlanPacket(frame, tunnel.local, tunnel.remote, tunnel.id, device.port);
  return outward(walk, namespace, device, { ...outer, dontFragment: true });
}

/** The tunnel's remote end is the device's, or else the gateway of the route that led here. */
function intoIpip(walk: Walk, move: Extract<Move, { kind: 'transmit' }>, device: Ipip): Move {
  const { namespace, frame, nextHop } = move;
  const remote = device.remote ?? nextHop;
  const way = remote === undefined ? undefined : lookupRoute(namespace, { destination: remote })?.route;
  const local = device.local ?? (way && selectSource(namespace, way, remote!));
  if (remote === undefined || local === undefined) {
    const reason = `${device.name} of ${namespace.name} knows no way to the other end of the tunnel`;
    return drop(walk, namespace, frame.packet, { disposition: 'NO_ROUTE', reason });
  }
  const lost = circular(walk, namespace, device, frame.packet, remote);
  if (lost) return lost;
  return outward(walk, namespace, device, ipipPacket(frame.packet, local, remote));
}

/** No table has said where to: the step names the device itself. */
function outward(walk: Walk, namespace: NetworkNamespace, { name, origin }: Device, packet: Packet): Move {
  walk.recorder.step(namespace, { type: 'encapsulate', device: name, encapsulation: encapsulationOf(packet), origin });
  return { kind: 'output', namespace, packet };
}

/** Mode `bridge`: straight to another macvlan of the same parent, else out of the parent. Never to the parent itself. */
function ontoParent(walk: Walk, namespace: NetworkNamespace, device: Macvlan, frame: EthernetFrame): Move {
  const home = walk.network.namespace(device.parent.namespace);
  const parent = home?.devices.get(device.parent.device);
  if (!home || !parent?.up) {
    const reason = `${device.parent.device}, below ${device.name} of ${namespace.name}, is down`;
    return drop(walk, namespace, frame.packet, { disposition: 'BLACKHOLE', reason });
  }
  const sibling = parent.macvlans?.get(frame.destination);
  if (sibling) return toDevice(walk, namespace, device, sibling, frame);
  return { kind: 'transmit', namespace: home, device: parent, frame };
}

function swallowed(walk: Walk, namespace: NetworkNamespace, device: Device, frame: EthernetFrame): Move {
  const reason = `${device.name} of ${namespace.name} is a dummy device: nothing ever leaves by it`;
  return drop(walk, namespace, frame.packet, { disposition: 'BLACKHOLE', reason });
}
