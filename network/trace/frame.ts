import { formatAddress } from '../address/address.ts';
import { type EthernetFrame, type IcmpMessage, type Packet, wireLength } from '../linux/packet.ts';
import type { Encapsulation, Frame } from './result.ts';

/** What a capture shows of a frame: the innermost packet, and the tunnels around it, outermost first. */
export function frameOf(frame: EthernetFrame): Frame {
  return { ...packetFrame(frame.packet), macSource: frame.source, macDestination: frame.destination };
}

/** A packet as a capture shows it on a device without MACs, or where it is made and delivered. */
export function packetFrame(packet: Packet): Frame {
  if (!packet.payload) return plain(packet);
  const { macSource, macDestination, encapsulation, ...inner } = frameOf(packet.payload.frame);
  return { ...inner, encapsulation: [encapsulationOf(packet), ...(encapsulation ?? [])] };
}

/** A tunnel's outer packet, in the words of a frame. */
export function encapsulationOf(packet: Packet): Encapsulation {
  return {
    kind: packet.payload!.kind,
    source: formatAddress(packet.source),
    destination: formatAddress(packet.destination),
    port: packet.destinationPort,
    vni: packet.payload!.vni,
    length: wireLength(packet),
    ttl: packet.ttl,
  };
}

function plain(packet: Packet): Frame {
  const { protocol, sourcePort, destinationPort, flags, ttl } = packet;
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
