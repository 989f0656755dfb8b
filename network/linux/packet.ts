import { type Address, familyOf } from '../address/address.ts';

/** Protocols that end in a socket or in the kernel; a capture names a frame by them. */
export type EndProtocol = 'ICMP' | 'TCP' | 'UDP' | 'SCTP';

/** ICMP stands for ICMPv6 too; IPIP is protocol 4 and always carries something. */
export type PacketProtocol = EndProtocol | 'IPIP';

/** An IP packet. Never changed in place: a device that alters one makes another. */
export interface Packet {
  readonly source: Address;
  readonly destination: Address;
  readonly protocol: PacketProtocol;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly icmp?: IcmpMessage;
  /** TCP flags as tcpdump prints them. */
  readonly flags?: string;
  readonly ttl: number;
  /** Bytes with the IP header, of the whole packet even where it travels in fragments. */
  readonly length: number;
  readonly dontFragment: boolean;
  /** Bytes of the largest fragment, when a device had to cut it. */
  readonly fragmentLength?: number;
  readonly mark?: number;
  readonly payload?: Tunnelled;
  /** What the connection that it opens will ask for, which only a proxy looks at. */
  readonly request?: HttpRequest;
}

export interface HttpRequest {
  readonly scheme: 'http' | 'https';
  /** Lower case, without a port. */
  readonly host: string;
  /** With the `/` that it begins with. */
  readonly path: string;
}

/** What a tunnel's outer packet carries. */
export type Tunnelled =
  | { readonly kind: 'vxlan'; readonly vni: number; readonly frame: EthernetFrame }
  /** Frames that a process captured and sends to another of its kind. */
  | { readonly kind: 'sleeve'; readonly frame: EthernetFrame }
  | { readonly kind: 'ipip' | 'udp'; readonly packet: Packet };

export type IcmpMessage =
  | { readonly kind: 'echo-request' | 'echo-reply' }
  /** `about` is the packet that it reports on, as the reporter saw it; `mtu` with code 4. */
  | {
      readonly kind: 'error';
      readonly type: number;
      readonly code: number;
      readonly mtu?: number;
      readonly about: Packet;
    };

export interface EthernetFrame {
  /** Empty on devices without MACs, as is the destination. */
  readonly source: string;
  readonly destination: string;
  readonly packet: Packet;
}

/** A packet on a device without MACs. */
export function bareFrame(packet: Packet): EthernetFrame {
  return { source: '', destination: '', packet };
}

/** A frame as it comes into another namespace or out of a tunnel: the mark stays behind (`skb_scrub_packet`). */
export function scrubbed(frame: EthernetFrame): EthernetFrame {
  return { ...frame, packet: { ...frame.packet, mark: undefined } };
}

const ICMP_HEADER = 8;
/** An ICMP error quotes the packet as far as the whole fits into this (RFC 1812 section 4.3.2.3, RFC 4443 section 2.4). */
const ICMP_ERROR_LIMIT = { 4: 576, 6: 1280 };

/** TTL of every packet that a machine makes itself: `net.ipv4.ip_default_ttl`. */
export const DEFAULT_TTL = 64;

/** Bytes of an IP header without options, by the family of an address. */
export function ipHeaderLength(address: Address): number {
  return familyOf(address) === 4 ? 20 : 40;
}

/** Bytes that must fit into a link's MTU: of the packet, or of its largest fragment. */
export function wireLength(packet: Packet): number {
  return packet.fragmentLength ?? packet.length;
}

/** An ICMP error, and what ICMPv6 says in its place. */
export interface IcmpError {
  readonly type: number;
  readonly code: number;
  readonly mtu?: number;
  /** What says the same in ICMPv6. */
  readonly v6: { readonly type: number; readonly code: number };
}

/** ICMP errors by what they mean (RFC 792, RFC 1812; RFC 4443). */
export const ICMP = {
  networkUnreachable: { type: 3, code: 0, v6: { type: 1, code: 0 } },
  hostUnreachable: { type: 3, code: 1, v6: { type: 1, code: 3 } },
  /** A route of type `unreachable`; to IPv6 it is no route at all (`ip6_pkt_discard`). */
  unreachableRoute: { type: 3, code: 1, v6: { type: 1, code: 0 } },
  protocolUnreachable: { type: 3, code: 2, v6: { type: 1, code: 4 } },
  portUnreachable: { type: 3, code: 3, v6: { type: 1, code: 4 } },
  fragmentationNeeded: { type: 3, code: 4, v6: { type: 2, code: 0 } },
  prohibited: { type: 3, code: 13, v6: { type: 1, code: 1 } },
  timeExceeded: { type: 11, code: 0, v6: { type: 3, code: 0 } },
} as const satisfies Record<string, IcmpError>;

/** The ICMP error about a packet, to the packet's source. */
export function icmpErrorPacket(about: Packet, error: IcmpError, source: Address): Packet {
  const family = familyOf(about.source);
  const { type, code } = family === 4 ? error : error.v6;
  const mtu = error.mtu === undefined ? {} : { mtu: error.mtu };
  return {
    source,
    destination: about.source,
    protocol: 'ICMP',
    icmp: { kind: 'error', type, code, ...mtu, about },
    ttl: DEFAULT_TTL,
    length: Math.min(ICMP_ERROR_LIMIT[family], ipHeaderLength(about.source) + ICMP_HEADER + about.length),
    dontFragment: false,
  };
}

/** RFC 1122 section 3.2.2: no ICMP error about an ICMP error. */
export function mayCauseError(packet: Packet): boolean {
  return packet.icmp?.kind !== 'error';
}
