import type { Tracked } from '../linux/conntrack.ts';
import type { Vxlan } from '../linux/device.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { DEFAULT_TTL, ICMP, icmpErrorPacket, mayCauseError, type Packet } from '../linux/packet.ts';
import type { Provenance } from '../linux/provenance.ts';
import { drop } from './drop.ts';
import { encapsulationOf, packetFrame } from './frame.ts';
import { conntrackOf, type End, type Move, type Walk } from './walk.ts';

/** The packet is for this machine: a tunnel's end, a waiting socket, the kernel itself, or nobody. */
export function deliver(walk: Walk, namespace: NetworkNamespace, tracked: Tracked): Move {
  const packet: Packet = { ...tracked.packet, fragmentLength: undefined };
  if (tracked.state === 'NEW') conntrackOf(walk, namespace).confirm(packet, packet);
  if (packet.payload) return decapsulate(walk, namespace, packet);
  if (packet.icmp?.kind === 'error' || isAnswer(walk, namespace, packet)) return taken(walk, namespace, packet);
  const listener = namespace.listeners.find(
    ({ protocol, port }) =>
      (protocol === undefined || protocol === packet.protocol) &&
      (port === undefined || port === packet.destinationPort),
  );
  if (packet.icmp?.kind === 'echo-request') return taken(walk, namespace, packet);
  return listener ? taken(walk, namespace, packet, listener.origin) : noListener(walk, namespace, packet);
}

function taken(walk: Walk, namespace: NetworkNamespace, packet: Packet, origin?: Provenance): End {
  walk.recorder.step(namespace, { type: 'deliver', frame: packetFrame(packet), ...(origin ? { origin } : {}) });
  return { kind: 'end', disposition: 'DELIVERED', namespace, packet };
}

/** Whether it is what the probe's socket waits for: the same two ends, the other way round. */
function isAnswer({ socket }: Walk, namespace: NetworkNamespace, packet: Packet): boolean {
  const { sent } = socket;
  return (
    socket.namespace === namespace.key &&
    packet.icmp?.kind !== 'echo-request' &&
    packet.protocol === sent.protocol &&
    packet.source === sent.destination &&
    packet.destination === sent.source &&
    packet.sourcePort === sent.destinationPort &&
    packet.destinationPort === sent.sourcePort
  );
}

/** The kernel's own UDP socket of a VXLAN device: the inner frame comes in at the device. */
function decapsulate(walk: Walk, namespace: NetworkNamespace, packet: Packet): Move {
  const { vni, frame } = packet.payload!;
  const device = [...namespace.devices.values()].find(
    (device): device is Vxlan =>
      device.kind === 'vxlan' && device.port === packet.destinationPort && device.vni === vni,
  );
  if (!device?.up) {
    const reason = `${namespace.name} has no VXLAN device with VNI ${vni} at UDP port ${packet.destinationPort}`;
    return drop(walk, namespace, packet, { disposition: 'NO_LISTENER', reason });
  }
  const encapsulation = encapsulationOf(packet);
  walk.recorder.step(namespace, { type: 'decapsulate', device: device.name, encapsulation, origin: device.origin });
  return { kind: 'receive', namespace, device, frame };
}

function noListener(walk: Walk, namespace: NetworkNamespace, packet: Packet): End {
  const port = packet.destinationPort === undefined ? '' : ` port ${packet.destinationPort}`;
  const reason = `nothing listens on ${packet.protocol}${port} of ${namespace.name}`;
  const end = drop(walk, namespace, packet, { disposition: 'NO_LISTENER', reason });
  return { ...end, answer: refusalOf(packet) };
}

/** TCP: RST; SCTP: ABORT (both from the very address and port); UDP: port unreachable, from the address that was asked. */
function refusalOf(packet: Packet): Packet | undefined {
  if (!mayCauseError(packet) || packet.flags?.includes('R')) return undefined;
  if (packet.protocol === 'UDP' && typeof packet.source === 'number') {
    return icmpErrorPacket(packet, ICMP.portUnreachable, packet.destination);
  }
  return packet.protocol === 'ICMP' ? undefined : { ...answerTo(packet), flags: 'R.', length: 40 };
}

/** A packet of the same size to where this one came from. */
export function answerTo(packet: Packet): Packet {
  return {
    ...packet,
    source: packet.destination,
    destination: packet.source,
    sourcePort: packet.destinationPort,
    destinationPort: packet.sourcePort,
    ttl: DEFAULT_TTL,
    mark: undefined,
  };
}
