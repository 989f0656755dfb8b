import { formatAddress } from '../address/address.ts';
import type { Device, Ipip, Tun, Vxlan } from '../linux/device.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { bareFrame, type Packet, scrubbed, type Tunnelled } from '../linux/packet.ts';
import { drop } from './drop.ts';
import { fromForwarder } from './forwarder.ts';
import { encapsulationOf } from './frame.ts';
import { process } from './process.ts';
import type { Move, Walk } from './walk.ts';

/** A tunnel's outer packet has come to its end: what it carries comes in at a device. */
export function decapsulate(walk: Walk, namespace: NetworkNamespace, packet: Packet, payload: Tunnelled): Move {
  switch (payload.kind) {
    case 'vxlan':
      return fromVxlan(walk, namespace, packet, payload);
    case 'ipip':
      return fromIpip(walk, namespace, packet, payload.packet);
    case 'sleeve':
      return fromForwarder(walk, namespace, packet, payload.frame);
    case 'udp':
      return fromProcess(walk, namespace, packet, payload.packet);
  }
}

/** The kernel's own UDP socket of a VXLAN device, which may have been moved into another namespace. */
function fromVxlan(
  walk: Walk,
  namespace: NetworkNamespace,
  packet: Packet,
  { vni, frame }: Extract<Tunnelled, { kind: 'vxlan' }>,
): Move {
  const port = packet.destinationPort;
  const found = vxlanAt(walk, namespace, vni, port);
  if (!found?.device.up) {
    const reason = `${namespace.name} has no VXLAN device with VNI ${vni} at UDP port ${port}`;
    return drop(walk, namespace, packet, { disposition: 'NO_LISTENER', reason });
  }
  recordEnd(walk, namespace, packet, found.device);
  return { kind: 'receive', ...found, frame: scrubbed(frame) };
}

function vxlanAt(
  { network }: Walk,
  namespace: NetworkNamespace,
  vni: number,
  port: number | undefined,
): { namespace: NetworkNamespace; device: Device } | undefined {
  const isIt = (device: Device): device is Vxlan =>
    device.kind === 'vxlan' &&
    device.port === port &&
    (device.external === true || device.vni === vni) &&
    device.underlayNamespace === undefined;
  const own = [...namespace.devices.values()].find(isIt);
  if (own) return { namespace, device: own };
  const moved = namespace.movedTunnels.find((tunnel) => tunnel.vni === vni && tunnel.port === port);
  const other = moved && network.namespace(moved.at.namespace);
  const device = moved && other?.devices.get(moved.at.device);
  return other && device && { namespace: other, device };
}

function fromIpip(walk: Walk, namespace: NetworkNamespace, outer: Packet, packet: Packet): Move {
  const device = [...namespace.devices.values()].find(
    (device): device is Ipip =>
      device.kind === 'ipip' &&
      (device.local ?? outer.destination) === outer.destination &&
      (device.remote ?? outer.source) === outer.source,
  );
  if (!device?.up) {
    const reason = `${namespace.name} has no IPIP device for ${formatAddress(outer.source)}`;
    return drop(walk, namespace, outer, { disposition: 'NO_LISTENER', reason });
  }
  recordEnd(walk, namespace, outer, device);
  return { kind: 'receive', namespace, device, frame: scrubbed(bareFrame(packet)) };
}

/** The process reads the datagram from its socket and writes what is in it to its TUN. */
function fromProcess(walk: Walk, namespace: NetworkNamespace, outer: Packet, packet: Packet): Move {
  const device = [...namespace.devices.values()].find(
    (device): device is Tun => device.kind === 'tun' && device.owner?.port === outer.destinationPort,
  );
  if (!device?.up || !device.owner) {
    const reason = `no process of ${namespace.name} listens on UDP port ${outer.destinationPort}`;
    return drop(walk, namespace, outer, { disposition: 'NO_LISTENER', reason });
  }
  recordEnd(walk, namespace, outer, device);
  const lowered = process(walk, namespace, device, device.owner, packet, 'UDP', device.name);
  if ('kind' in lowered) return lowered;
  return { kind: 'receive', namespace, device, frame: bareFrame(lowered) };
}

function recordEnd(walk: Walk, namespace: NetworkNamespace, outer: Packet, { name, origin }: Device): void {
  walk.recorder.step(namespace, { type: 'decapsulate', device: name, encapsulation: encapsulationOf(outer), origin });
}
