import { familyOf } from '../address/address.ts';
import { ipHeaderLength, type Packet, wireLength } from './packet.ts';

/** What a link with that MTU does to a packet that is to leave by it. */
export type Fit =
  | { readonly fits: true }
  | { readonly fits: false; readonly fragments?: number; readonly packet?: Packet };

/**
 * IP's output: what is too big is cut into fragments, unless DF forbids it; then `packet` is undefined and the sender
 * learns it (EMSGSIZE when local, ICMP 3/4 when forwarded).
 */
export function fitToLink(packet: Packet, mtu: number, forwarded = false): Fit {
  if (wireLength(packet) <= mtu) return { fits: true };
  // IPv6 has no DF: only the sender itself fragments.
  if (packet.dontFragment || (forwarded && familyOf(packet.source) === 6)) return { fits: false };
  const header = ipHeaderLength(packet.source);
  // A fragment's offset counts in units of eight bytes.
  const payload = Math.floor((mtu - header) / 8) * 8;
  return {
    fits: false,
    fragments: Math.ceil((packet.length - header) / payload),
    packet: { ...packet, fragmentLength: header + payload },
  };
}

/** The four bytes of a VLAN tag are allowed for, tagged or not (`is_skb_forwardable`). */
const VLAN_HEADER = 4;

/** Whether a bridge port or the receiving end of a veth takes a frame; it drops others without a word. */
export function takesFrame(mtu: number, packet: Packet): boolean {
  return wireLength(packet) <= mtu + VLAN_HEADER;
}
