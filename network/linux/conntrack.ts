import type { Address } from '../address/address.ts';
import type { Packet } from './packet.ts';

/** A connection's addresses and ports as one direction of it shows them. */
export interface Tuple {
  readonly protocol: Packet['protocol'];
  readonly source: Address;
  readonly destination: Address;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
}

interface Entry {
  readonly original: Tuple;
  /** What an answer looks like; it differs from the original turned round where something was translated. */
  reply: Tuple;
}

/** A packet after conntrack has seen it. Only a NEW one asks the nat table. */
export interface Tracked {
  readonly state: 'NEW' | 'ESTABLISHED' | 'RELATED';
  readonly packet: Packet;
}

/** The connections that one namespace remembers while a trace runs. */
export class Conntrack {
  private readonly entries: Entry[] = [];

  /** At PREROUTING and OUTPUT: answers get their destination back; the packet is otherwise unchanged. */
  receive(packet: Packet): Tracked {
    if (packet.icmp?.kind === 'error') return this.related(packet, packet.icmp.about);
    const answered = this.entries.find((entry) => same(entry.reply, packet));
    if (answered) return { state: 'ESTABLISHED', packet: toward(packet, turned(answered.original)) };
    const known = this.entries.some((entry) => same(entry.original, packet));
    return { state: known ? 'ESTABLISHED' : 'NEW', packet };
  }

  /** At POSTROUTING of a new connection: remembers it and the translation of its source. */
  confirm(original: Packet, translated: Packet): void {
    this.entries.push({ original: tupleOf(original), reply: turned(tupleOf(translated)) });
  }

  /** The source that a known connection's packet leaves with. */
  sourceOf(packet: Packet): Pick<Tuple, 'source' | 'sourcePort'> | undefined {
    const entry = this.entries.find(({ original }) => same(original, packet));
    return entry && { source: entry.reply.destination, sourcePort: entry.reply.destinationPort };
  }

  /** An ICMP error about a translated packet goes to who sent it, with the quoted packet translated back. */
  private related(packet: Packet, about: Packet): Tracked {
    const entry = this.entries.find(({ reply }) => same(turned(reply), about));
    if (!entry || packet.icmp?.kind !== 'error') return { state: 'RELATED', packet };
    const { source, sourcePort } = entry.original;
    const icmp = { ...packet.icmp, about: { ...about, source, sourcePort } };
    return { state: 'RELATED', packet: { ...packet, destination: source, icmp } };
  }
}

function toward(packet: Packet, tuple: Tuple): Packet {
  return { ...packet, destination: tuple.destination, destinationPort: tuple.destinationPort };
}

function tupleOf(packet: Packet): Tuple {
  const { protocol, source, destination, sourcePort, destinationPort } = packet;
  return { protocol, source, destination, sourcePort, destinationPort };
}

function turned(tuple: Tuple): Tuple {
  return {
    protocol: tuple.protocol,
    source: tuple.destination,
    destination: tuple.source,
    sourcePort: tuple.destinationPort,
    destinationPort: tuple.sourcePort,
  };
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
