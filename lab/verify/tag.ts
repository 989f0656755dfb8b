import { word } from './bytes.ts';

/** What tells the frames of a probe from all others: it survives NAT, which changes addresses, ports and ICMP ids. */
export interface Tag {
  readonly index: number;
  /** First sequence number of a SYN. */
  readonly sequence: number;
  /** Identifier of an echo request. */
  readonly identifier: number;
  /** Source port of TCP and UDP. */
  readonly port: number;
  /** First bytes of the payload of an echo request or a datagram; the echo of a datagram turns its first byte. */
  readonly request: Uint8Array;
  readonly reply: Uint8Array;
}

const FIRST_PORT = 40000;
const PORTS = 20000;

/** The marks of a probe, by its number in the whole game. */
export function tagOf(index: number): Tag {
  const sequence = 0x6b000000 + index * 16;
  const mark = [...new TextEncoder().encode('knet'), ...word(sequence)];
  return {
    index,
    sequence,
    identifier: 0x4b00 + (index % 0x4000),
    port: FIRST_PORT + (index % PORTS),
    request: Uint8Array.from(mark),
    reply: Uint8Array.from([mark[0]! ^ 0x20, ...mark.slice(1)]),
  };
}
