import type { Address } from '../address/address.ts';
import { DEFAULT_TTL, type EthernetFrame, ipHeaderLength, type Packet, wireLength } from './packet.ts';

/** Bytes of a VXLAN header (RFC 7348) with the UDP header before it and the inner Ethernet header after it. */
const VXLAN_OVERHEAD = 8 + 8 + 14;

const UDP_HEADER = 8;
/** The outer packet of a VXLAN tunnel. No DF outside whatever is inside: the kernel's default for the device. */
export function vxlanPacket(frame: EthernetFrame, local: Address, remote: Address, vni: number, port: number): Packet {
  return {
    source: local,
    destination: remote,
    protocol: 'UDP',
    destinationPort: port,
    ttl: DEFAULT_TTL,
    length: wireLength(frame.packet) + VXLAN_OVERHEAD + ipHeaderLength(local),
    dontFragment: false,
    // The mark of the inner packet stays on the outer one: both are one buffer of the kernel.
    mark: frame.packet.mark,
    payload: { kind: 'vxlan', vni, frame },
  };
}

/** An IPv4 packet in another: TTL and DF are those of the inner one, as for a device with `ttl inherit`. */
export function ipipPacket(packet: Packet, local: Address, remote: Address): Packet {
  return {
    source: local,
    destination: remote,
    protocol: 'IPIP',
    ttl: packet.ttl,
    length: wireLength(packet) + ipHeaderLength(local),
    dontFragment: packet.dontFragment,
    mark: packet.mark,
    payload: { kind: 'ipip', packet },
  };
}

/** A packet that a process sends in a datagram. The kernel sets DF on what a socket sends, as long as it fits the link. */
export function udpTunnelPacket(packet: Packet, local: Address, remote: Address, port: number): Packet {
  return {
    ...datagram(local, remote, port, wireLength(packet)),
    dontFragment: false,
    payload: { kind: 'udp', packet },
  };
}

/** The frame's own Ethernet header, the sender's name, and before each frame two names and a length. */
const SLEEVE_OVERHEAD = 14 + 6 + 14;

/** A frame that a process sends in a datagram; DF is that of what is in it. */
export function sleevePacket(frame: EthernetFrame, local: Address, remote: Address, port: number): Packet {
  return {
    ...datagram(local, remote, port, wireLength(frame.packet) + SLEEVE_OVERHEAD),
    dontFragment: frame.packet.dontFragment,
    payload: { kind: 'sleeve', frame },
  };
}

/** UDP between two processes that send from the port that they listen on; `bytes` are behind the UDP header. */
function datagram(local: Address, remote: Address, port: number, bytes: number) {
  return {
    source: local,
    destination: remote,
    protocol: 'UDP',
    sourcePort: port,
    destinationPort: port,
    ttl: DEFAULT_TTL,
    length: bytes + UDP_HEADER + ipHeaderLength(local),
  } as const;
}
