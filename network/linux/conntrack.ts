import type { Address } from '../address/address.ts';
import type { Packet } from './packet.ts';
import type { ConnectionState } from './rule.ts';

/** A connection's addresses and ports as one direction of it shows them. */
export interface Tuple {
  readonly protocol: Packet['protocol'];
  readonly source: Address;
  readonly destination: Address;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
}

/** Which end of a packet a hook may translate: PREROUTING and OUTPUT the destination, INPUT and POSTROUTING the source. */
export type Manipulation = 'source' | 'destination';

export type End = { readonly address: Address; readonly port?: number };

/** A connection and its translation. */
export interface Connection {
  readonly original: Tuple;
  /** What an answer looks like; it differs from the original turned round where something was translated. */
  reply: Tuple;
  /** For which ends the nat table was asked. */
  readonly asked: Set<Manipulation>;
  answered: boolean;
  confirmed: boolean;
  /** What CONNMARK has set. */
  mark?: number;
  /** IPVS has chosen its destination: it translates that end itself, and the nat table leaves it alone. */
  balanced?: boolean;
}

/** A packet after conntrack has seen it. */
export interface Tracked {
  readonly packet: Packet;
  readonly state: ConnectionState;
  readonly connection?: Connection;
  readonly direction: 'original' | 'reply';
}

/** The connections that one namespace remembers while a trace runs. */
export class Conntrack {
  private connections: readonly Connection[] = [];

  /** At PREROUTING and OUTPUT, behind the raw table: which connection the packet belongs to. It is unchanged. */
  track(packet: Packet): Tracked {
    if (packet.icmp?.kind === 'error') return this.related(packet, packet.icmp.about);
    const answered = this.connections.find(({ reply }) => same(reply, packet));
    if (answered) {
      // A first answer that refuses ends the connection at once; an ICMP error about it belongs to none any more.
      if (isReset(packet) && !answered.answered) this.forget(answered);
      answered.answered = true;
      return { packet, state: 'ESTABLISHED', connection: answered, direction: 'reply' };
    }
    const known = this.connections.find(({ original }) => same(original, packet));
    if (known) {
      return { packet, state: known.answered ? 'ESTABLISHED' : 'NEW', connection: known, direction: 'original' };
    }
    if (opensNothing(packet)) return { packet, state: 'INVALID', direction: 'original' };
    return { packet, state: 'NEW', connection: newConnection(packet), direction: 'original' };
  }

  /** Whether a packet answers a connection that was opened through here, or is an ICMP error about one. */
  expects(packet: Packet): boolean {
    const answer = packet.icmp?.kind === 'error' ? turned(tupleOf(packet.icmp.about)) : packet;
    return this.connections.some(({ reply }) => same(reply, answer));
  }

  /** At the end of INPUT and POSTROUTING: a new connection is remembered. Others died on the way. */
  confirm({ connection }: Tracked): void {
    if (!connection || connection.confirmed) return;
    connection.confirmed = true;
    this.connections = [...this.connections, connection];
  }

  private forget(connection: Connection): void {
    this.connections = this.connections.filter((other) => other !== connection);
  }

  /** An ICMP error belongs to the connection of the packet that it is about, in the direction against it. */
  private related(packet: Packet, about: Packet): Tracked {
    const inner = turned(tupleOf(about));
    for (const connection of this.connections) {
      const direction = same(connection.reply, inner)
        ? 'reply'
        : same(connection.original, inner)
          ? 'original'
          : undefined;
      if (direction) return { packet, state: 'RELATED', connection, direction };
    }
    return { packet, state: 'INVALID', direction: 'original' };
  }
}

function isReset({ protocol, flags }: Packet): boolean {
  return protocol === 'TCP' && (flags?.includes('R') ?? false);
}

/** An answer to what never came by here: SYN with ACK or RST of TCP, an echo reply (`tcp_new`, `icmp_pkt_to_tuple`). */
function opensNothing(packet: Packet): boolean {
  return isReset(packet) || (packet.protocol === 'TCP' && packet.flags === 'S.') || packet.icmp?.kind === 'echo-reply';
}

function newConnection(packet: Packet): Connection {
  const original = tupleOf(packet);
  return { original, reply: turned(original), asked: new Set(), answered: false, confirmed: false };
}

function tupleOf(packet: Packet): Tuple {
  const { protocol, source, destination, sourcePort, destinationPort } = packet;
  return { protocol, source, destination, sourcePort, destinationPort };
}

/** As the other direction shows it. */
export function turned(tuple: Tuple): Tuple {
  return {
    protocol: tuple.protocol,
    source: tuple.destination,
    destination: tuple.source,
    sourcePort: tuple.destinationPort,
    destinationPort: tuple.sourcePort,
  };
}

/** Whether a packet has the two ends of another, the other way round. */
export function answers(packet: Packet, sent: Packet): boolean {
  return same(packet, turned(sent));
}

function same(a: Tuple, b: Tuple): boolean {
  return (
    a.protocol === b.protocol &&
    a.source === b.source &&
    a.destination === b.destination &&
    a.sourcePort === b.sourcePort &&
    a.destinationPort === b.destinationPort
  );
}
