import { startsWith, viewOf } from './bytes.ts';
import { type Decoded, decode, type TunnelPorts } from './decode.ts';
import type { Tag } from './tag.ts';

/** Whether a captured packet is the probe, its answer, a RST to that answer, or an ICMP error about the first two. */
export function belongs({ frame, transport, tail }: Decoded, tag: Tag, ports: TunnelPorts): boolean {
  if (tail) return false;
  switch (frame.protocol) {
    case 'ICMP':
      return isEcho(transport) ? isOwnEcho(transport, tag) : isAboutEither(transport, tag, ports);
    case 'TCP':
      return isSyn(transport, tag) || isAnswer(transport, tag) || isRefusalOfAnswer(transport, tag);
    case 'UDP':
      return startsWith(transport.subarray(8), tag.request) || startsWith(transport.subarray(8), tag.reply);
    default:
      return false;
  }
}

const isEcho = (icmp: Uint8Array) => icmp[0] === 8 || icmp[0] === 0;

/** An echo too short for the mark is told by its identifier. */
function isOwnEcho(icmp: Uint8Array, { request, identifier }: Tag): boolean {
  if (icmp.length >= 8 + request.length) return startsWith(icmp.subarray(8), request);
  return icmp.length >= 8 && viewOf(icmp).getUint16(4) === identifier;
}

/** An ICMP error quotes the packet that it is about, cut short. One about a tunnel's outer packet is the tunnel's affair. */
function isAboutEither(icmp: Uint8Array, tag: Tag, ports: TunnelPorts): boolean {
  const quoted = icmp.length > 8 ? decode(icmp.subarray(8), ports) : undefined;
  if (!quoted || quoted.frame.encapsulation) return false;
  const isError = quoted.frame.protocol === 'ICMP' && !isEcho(quoted.transport);
  return !isError && belongs(quoted, tag, ports);
}

/** What an ICMP error quotes may end before the flags. */
function isSyn(tcp: Uint8Array, { sequence }: Tag): boolean {
  if (tcp.length < 8 || viewOf(tcp).getUint32(4) !== sequence) return false;
  return tcp.length < 14 || (tcp[13]! & 0x12) === 0x02;
}

/** SYN and ACK, or RST and ACK. */
function isAnswer(tcp: Uint8Array, { sequence }: Tag): boolean {
  if (tcp.length < 14 || viewOf(tcp).getUint32(8) !== sequence + 1) return false;
  return (tcp[13]! & 0x10) !== 0 && (tcp[13]! & 0x06) !== 0;
}

/** A RST to what acknowledges begins where that said that it would go on, and acknowledges nothing (RFC 9293 3.10.7.1). */
function isRefusalOfAnswer(tcp: Uint8Array, { sequence }: Tag): boolean {
  return tcp.length >= 14 && viewOf(tcp).getUint32(4) === sequence + 1 && (tcp[13]! & 0x14) === 0x04;
}
