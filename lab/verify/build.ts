import { address } from '../../network/address/parse.ts';
import type { Frame } from '../../network/trace/result.ts';
import type { Tag } from './tag.ts';

const IP_HEADER = 20;
const ICMP_HEADER = 8;
const TCP_HEADER = 20;
const UDP_HEADER = 8;
/** MSS 1460, SACK permitted, timestamps, window scale 7: the options of a SYN of Linux. */
const SYN_OPTIONS = [2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7];

/**
 * What stands behind the IP header of the probe that a trace begins with: an echo request or a SYN with its header, the
 * payload of a datagram. Undefined for what cannot be sent.
 */
export function probeBytes(frame: Frame, tag: Tag): Uint8Array | undefined {
  const room = frame.length - IP_HEADER;
  if (frame.source.includes(':')) return undefined;
  if (frame.protocol === 'ICMP' && room >= ICMP_HEADER) return echoRequest(room, tag);
  if (frame.protocol === 'TCP' && room >= TCP_HEADER) return syn(frame, room, tag);
  if (frame.protocol === 'UDP' && room >= UDP_HEADER) return payload(room - UDP_HEADER, tag);
  return undefined;
}

function payload(length: number, { request }: Tag): Uint8Array {
  const bytes = Uint8Array.from({ length }, (_, index) => index & 255);
  bytes.set(request.subarray(0, length));
  return bytes;
}

function echoRequest(length: number, tag: Tag): Uint8Array {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 8);
  view.setUint16(4, tag.identifier);
  view.setUint16(6, 1);
  bytes.set(payload(length - ICMP_HEADER, tag), ICMP_HEADER);
  view.setUint16(2, checksum(bytes));
  return bytes;
}

function syn(frame: Frame, length: number, tag: Tag): Uint8Array {
  const options = length >= TCP_HEADER + SYN_OPTIONS.length ? SYN_OPTIONS : [];
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, tag.port);
  view.setUint16(2, frame.destinationPort ?? 0);
  view.setUint32(4, tag.sequence);
  view.setUint8(12, ((TCP_HEADER + options.length) / 4) << 4);
  view.setUint8(13, 2);
  view.setUint16(14, 64240);
  bytes.set(options, TCP_HEADER);
  view.setUint16(16, checksum(Uint8Array.from([...pseudoHeader(frame, length), ...bytes])));
  return bytes;
}

/** RFC 9293 section 3.1. */
function pseudoHeader({ source, destination }: Frame, length: number): Uint8Array {
  const bytes = new Uint8Array(12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Number(address(source)));
  view.setUint32(4, Number(address(destination)));
  view.setUint8(9, 6);
  view.setUint16(10, length);
  return bytes;
}

/** RFC 1071. */
export function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let index = 0; index < bytes.length; index += 2) sum += (bytes[index]! << 8) | (bytes[index + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
