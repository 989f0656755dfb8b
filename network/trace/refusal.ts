import { DEFAULT_TTL, ICMP, icmpErrorPacket, mayCauseError, type Packet } from '../linux/packet.ts';

/**
 * TCP: RST; SCTP: ABORT (both from the very address and port); UDP: port unreachable, from the address that was asked. A RST
 * acknowledges only what did not acknowledge itself (RFC 9293 3.10.7.1): a SYN, not an answer to one.
 */
export function refusalOf(packet: Packet): Packet | undefined {
  if (!mayCauseError(packet) || packet.flags?.includes('R')) return undefined;
  if (packet.protocol === 'UDP') return icmpErrorPacket(packet, ICMP.portUnreachable, packet.destination);
  if (packet.protocol !== 'TCP' && packet.protocol !== 'SCTP') return undefined;
  return { ...answerTo(packet), flags: packet.flags?.includes('.') ? 'R' : 'R.', length: 40 };
}

/** A packet of the same size to where this one came from. */
function answerTo(packet: Packet): Packet {
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
