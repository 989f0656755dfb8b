import type { Device, Veth } from '../linux/device.ts';
import type { FrameForwarder } from '../linux/device-process.ts';
import { sleevePacket } from '../linux/encapsulation.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { type EthernetFrame, type Packet, scrubbed } from '../linux/packet.ts';
import { drop } from './drop.ts';
import { encapsulationOf } from './frame.ts';
import type { Move, Walk } from './walk.ts';

/** A process reads frames from a device and sends them on in UDP. It routes nothing: TTL and MACs stay as they are. */
export function toForwarder(
  walk: Walk,
  namespace: NetworkNamespace,
  device: Veth,
  forwarder: FrameForwarder,
  frame: EthernetFrame,
): Move {
  const { process, local, port } = forwarder;
  const found = forwarder.lookup(frame.destination);
  const detail = found
    ? `reads a frame from ${device.name}, writes it to UDP`
    : `knows nobody with ${frame.destination}`;
  walk.recorder.step(namespace, { type: 'userspace', process, detail, origin: device.origin });
  if (!found) {
    const reason = `${process} of ${namespace.name} ${detail}`;
    return drop(walk, namespace, frame.packet, { disposition: 'BLACKHOLE', reason });
  }
  const outer = sleevePacket(frame, local, found.remote, port);
  const { rule, origin } = found;
  const encapsulation = encapsulationOf(outer);
  walk.recorder.step(namespace, { type: 'encapsulate', device: device.name, encapsulation, rule, origin });
  return { kind: 'output', namespace, packet: outer };
}

/** The process at the other end puts the frame out of its device. */
export function fromForwarder(walk: Walk, namespace: NetworkNamespace, outer: Packet, frame: EthernetFrame): Move {
  const device = [...namespace.devices.values()].find((device) => isListening(device, outer.destinationPort));
  if (device?.kind !== 'veth' || !device.forwarder) {
    const reason = `no process of ${namespace.name} listens on UDP port ${outer.destinationPort}`;
    return drop(walk, namespace, outer, { disposition: 'NO_LISTENER', reason });
  }
  const { name, origin } = device;
  walk.recorder.step(namespace, { type: 'decapsulate', device: name, encapsulation: encapsulationOf(outer), origin });
  const detail = `reads from UDP, writes the frame to ${name}`;
  walk.recorder.step(namespace, { type: 'userspace', process: device.forwarder.process, detail, origin });
  return { kind: 'transmit', namespace, device, frame: scrubbed(frame) };
}

function isListening(device: Device, port: number | undefined): boolean {
  return device.kind === 'veth' && device.up && device.forwarder?.port === port;
}
