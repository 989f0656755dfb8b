import type { Address } from '../address/address.ts';
import { type Connection, type End, type Manipulation, type Tracked, type Tuple, turned } from './conntrack.ts';
import type { Packet } from './packet.ts';

/** Gives a new connection the end that a rule says; what it does not say stays. */
export function bind(connection: Connection, end: Manipulation, to: Partial<End>): void {
  const { reply } = connection;
  const side = end === 'destination' ? ('source' as const) : ('destination' as const);
  connection.reply = {
    ...reply,
    [side]: to.address ?? reply[side],
    ...(to.port === undefined ? {} : { [`${side}Port`]: to.port }),
  };
}

/** Whether the nat table has changed an end of a connection; what IPVS has changed does not count. */
export function isTranslated(connection: Connection, end: Manipulation): boolean {
  if (end === 'destination' && connection.balanced) return false;
  return isChanged(connection, end);
}

function isChanged({ original, reply }: Connection, end: Manipulation): boolean {
  if (end === 'destination')
    return differs(reply.source, reply.sourcePort, original.destination, original.destinationPort);
  return differs(reply.destination, reply.destinationPort, original.source, original.sourcePort);
}

function differs(address: Address, port: number | undefined, other: Address, otherPort: number | undefined): boolean {
  return address !== other || port !== otherPort;
}

/** The packet with the translation that its connection has for that end, in its direction. */
export function translate(tracked: Tracked, end: Manipulation): Packet {
  const { packet, connection, direction } = tracked;
  if (!connection) return packet;
  // Against the direction of the connection, what was done to one end is undone at the other.
  const done: Manipulation = direction === 'original' ? end : end === 'source' ? 'destination' : 'source';
  return isTranslated(connection, done) ? rewritten(tracked, connection, end) : packet;
}

/** The packet with the destination that IPVS chose, or with the virtual server as the source of an answer. */
export function translateBalanced(tracked: Tracked): Packet {
  const { packet, connection, direction } = tracked;
  if (!connection?.balanced) return packet;
  return rewritten(tracked, connection, direction === 'original' ? 'destination' : 'source');
}

function rewritten({ packet, direction }: Tracked, connection: Connection, end: Manipulation): Packet {
  const tuple = direction === 'original' ? turned(connection.reply) : turned(connection.original);
  if (packet.icmp?.kind === 'error') return translateError(packet, packet.icmp.about, tuple, end);
  if (end === 'destination') {
    return { ...packet, destination: tuple.destination, destinationPort: tuple.destinationPort };
  }
  return { ...packet, source: tuple.source, sourcePort: tuple.sourcePort };
}

/** The packet quoted in an ICMP error goes the other way, so its other end is translated. */
function translateError(packet: Packet, about: Packet, tuple: Tuple, end: Manipulation): Packet {
  if (packet.icmp?.kind !== 'error') return packet;
  if (end === 'destination') {
    const inner = { ...about, source: tuple.destination, sourcePort: tuple.destinationPort };
    return { ...packet, destination: tuple.destination, icmp: { ...packet.icmp, about: inner } };
  }
  const inner = { ...about, destination: tuple.source, destinationPort: tuple.sourcePort };
  return { ...packet, source: tuple.source, icmp: { ...packet.icmp, about: inner } };
}
