import type { Device, Physical, Veth, Vxlan } from '../linux/device.ts';
import { formatVxlanEntry } from '../linux/format.ts';
import { takesFrame } from '../linux/mtu.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { type EthernetFrame, vxlanPacket, wireLength } from '../linux/packet.ts';
import { crossBridge } from './bridge.ts';
import { drop } from './drop.ts';
import { encapsulationOf, frameOf } from './frame.ts';
import type { Move, Walk } from './walk.ts';

/** A device sends a frame: what that means depends on its kind. */
export function transmit(walk: Walk, namespace: NetworkNamespace, device: Device, frame: EthernetFrame): Move {
  walk.recorder.step(namespace, { type: 'transmit', device: device.name, frame: frameOf(frame) });
  switch (device.kind) {
    case 'loopback':
      return { kind: 'receive', namespace, device, frame };
    case 'veth':
      return throughVeth(walk, namespace, device, frame);
    case 'bridge':
      return crossBridge(walk, namespace, device, frame, undefined);
    case 'physical':
      return ontoSegment(walk, namespace, device, frame);
    case 'vxlan':
      return encapsulate(walk, namespace, device, frame);
  }
}

function throughVeth(walk: Walk, namespace: NetworkNamespace, device: Veth, frame: EthernetFrame): Move {
  const peer = walk.network.namespace(device.peer.namespace);
  const far = peer?.devices.get(device.peer.device);
  if (!peer || !far?.up) {
    const reason = `the other end of ${device.name} of ${namespace.name} is down`;
    return drop(walk, namespace, frame.packet, { disposition: 'BLACKHOLE', reason });
  }
  if (takesFrame(far.mtu, frame.packet)) return { kind: 'receive', namespace: peer, device: far, frame };
  const length = wireLength(frame.packet);
  walk.recorder.step(namespace, { type: 'mtu', device: device.name, mtu: far.mtu, length, fits: false });
  const reason = `${length} bytes are more than ${far.name} of ${peer.name} takes (MTU ${far.mtu})`;
  return drop(walk, namespace, frame.packet, { disposition: 'MTU_EXCEEDED', reason, code: 'MTU-OVERLAY' });
}

function ontoSegment(walk: Walk, namespace: NetworkNamespace, device: Physical, frame: EthernetFrame): Move {
  if (device.segment !== undefined) return { kind: 'segment', segment: device.segment, from: namespace, frame };
  const reason = `${device.name} of ${namespace.name} is not plugged in anywhere`;
  return drop(walk, namespace, frame.packet, { disposition: 'BLACKHOLE', reason });
}

/** The FDB says which host is behind the MAC; the outer packet is one of the machine's own. */
function encapsulate(walk: Walk, namespace: NetworkNamespace, device: Vxlan, frame: EthernetFrame): Move {
  const entry = device.fdb.get(frame.destination);
  if (!entry) {
    const reason = `${device.name} of ${namespace.name} has no FDB entry for ${frame.destination}`;
    return drop(walk, namespace, frame.packet, { disposition: 'BLACKHOLE', reason });
  }
  const packet = vxlanPacket(frame, device.local, entry.destination, device.vni, device.port);
  walk.recorder.step(namespace, {
    type: 'encapsulate',
    device: device.name,
    encapsulation: encapsulationOf(packet),
    rule: formatVxlanEntry(entry),
    origin: entry.origin,
  });
  return { kind: 'output', namespace, packet };
}
