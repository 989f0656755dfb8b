import { formatAddress } from '../address/address.ts';
import { type EndProtocol, type EthernetFrame, type IcmpMessage, type Packet, wireLength } from '../linux/packet.ts';
import type { Encapsulation, Frame } from './result.ts';

/** What a capture shows of a frame: the innermost packet, and the tunnels around it, outermost first. */
export function frameOf({ packet, source, destination }: EthernetFrame): Frame {
  const macs = source === '' ? {} : { macSource: source, macDestination: destination };
  return { ...packetFrame(packet), ...macs };
}

/** A packet as a capture shows it on a device without MACs, or where it is made and delivered. */
export function packetFrame(packet: Packet): Frame {
  if (!packet.payload) return plain(packet);
  const carried = 'frame' in packet.payload ? packet.payload.frame.packet : packet.payload.packet;
  const { encapsulation, ...inner } = packetFrame(carried);
  return { ...inner, encapsulation: [encapsulationOf(packet), ...(encapsulation ?? [])] };
}

/** A tunnel's outer packet, in the words of a frame. */
export function encapsulationOf(packet: Packet): Encapsulation {
  const payload = packet.payload!;
  return {
    kind: payload.kind,
    source: formatAddress(packet.source),
    destination: formatAddress(packet.destination),
    ...(packet.destinationPort === undefined ? {} : { port: packet.destinationPort }),
    ...(payload.kind === 'vxlan' ? { vni: payload.vni } : {}),
    length: wireLength(packet),
    ttl: packet.ttl,
  };
}

function plain(packet: Packet): Frame {
  const { sourcePort, destinationPort, flags, ttl } = packet;
  // IPIP always carries something, and what it carries is shown.
  const protocol = packet.protocol as EndProtocol;
  return {
    source: formatAddress(packet.source),
    destination: formatAddress(packet.destination),
    protocol,
    ...(sourcePort === undefined ? {} : { sourcePort }),
    ...(destinationPort === undefined ? {} : { destinationPort }),
    ...(packet.icmp ? { icmp: icmpText(packet.icmp) } : {}),
    ...(flags === undefined ? {} : { flags }),
    ttl,
    length: wireLength(packet),
    ...(packet.dontFragment ? { dontFragment: true } : {}),
  };
}

function icmpText(icmp: IcmpMessage): string {
  return icmp.kind === 'error' ? `type ${icmp.type} code ${icmp.code}` : icmp.kind;
}
