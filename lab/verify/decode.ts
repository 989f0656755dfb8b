import { formatAddress } from '../../network/address/address.ts';
import type { Encapsulation, FlowProtocol, Frame } from '../../network/trace/result.ts';
import { viewOf } from './bytes.ts';

/** UDP ports behind which a tunnel's inner packet begins. */
export interface TunnelPorts {
  readonly vxlan: ReadonlySet<number>;
  /** flannel's udp backend: a bare IP packet. */
  readonly udp: ReadonlySet<number>;
}

/** A captured IP packet: the innermost one as a frame, and what is behind its IP header. */
export interface Decoded {
  readonly frame: Frame;
  readonly transport: Uint8Array;
  /** A later fragment, of the packet or of a tunnel's outer one: it has no ports, and no inner packet. */
  readonly tail: boolean;
}

const PROTOCOLS: Readonly<Record<number, FlowProtocol>> = { 1: 'ICMP', 6: 'TCP', 17: 'UDP', 132: 'SCTP' };
const IPIP = 4;
/** Behind a VXLAN header (8) come the inner frame's two MACs and its type. */
const VXLAN_INNER = 8 + 14;

/** Reads an IPv4 packet; undefined for what is none, or of a protocol that no trace has. */
export function decode(bytes: Uint8Array, ports: TunnelPorts): Decoded | undefined {
  if (bytes.length < 20 || bytes[0]! >> 4 !== 4) return undefined;
  const view = viewOf(bytes);
  const length = view.getUint16(2);
  const transport = bytes.subarray((bytes[0]! & 15) * 4, length);
  const outer = {
    source: formatAddress(view.getUint32(12)),
    destination: formatAddress(view.getUint32(16)),
    ttl: view.getUint8(8),
    length,
  };
  const fragment = view.getUint16(6);
  const tail = (fragment & 0x1fff) !== 0;
  const tunnelled = tail ? undefined : inner(outer, view.getUint8(9), transport, ports);
  if (tunnelled) return tunnelled;
  const protocol = PROTOCOLS[view.getUint8(9)];
  if (!protocol) return undefined;
  const dontFragment = (fragment & 0x4000) !== 0;
  const rest = tail ? {} : transportFields(protocol, transport);
  return { frame: { ...outer, protocol, ...rest, ...(dontFragment && { dontFragment }) }, transport, tail };
}

function inner(
  outer: Omit<Encapsulation, 'kind'>,
  protocol: number,
  transport: Uint8Array,
  ports: TunnelPorts,
): Decoded | undefined {
  if (protocol === IPIP) return wrapped({ kind: 'ipip', ...outer }, transport, ports);
  if (protocol !== 17 || transport.length < 8) return undefined;
  const view = viewOf(transport);
  const port = view.getUint16(2);
  const payload = transport.subarray(8);
  if (ports.udp.has(port)) return wrapped({ kind: 'udp', ...outer, port }, payload, ports);
  if (!ports.vxlan.has(port) || payload.length < VXLAN_INNER) return undefined;
  const vni = view.getUint32(12) >>> 8;
  return wrapped({ kind: 'vxlan', ...outer, port, vni }, payload.subarray(VXLAN_INNER), ports);
}

function wrapped(tunnel: Encapsulation, bytes: Uint8Array, ports: TunnelPorts): Decoded | undefined {
  const found = decode(bytes, ports);
  if (!found) return undefined;
  const encapsulation = [tunnel, ...(found.frame.encapsulation ?? [])];
  return { ...found, frame: { ...found.frame, encapsulation } };
}

function transportFields(protocol: FlowProtocol, bytes: Uint8Array): Partial<Frame> {
  if (bytes.length < 8) return {};
  if (protocol === 'ICMP') return { icmp: icmpText(bytes[0]!, bytes[1]!) };
  const view = viewOf(bytes);
  const ends = { sourcePort: view.getUint16(0), destinationPort: view.getUint16(2) };
  return protocol === 'TCP' && bytes.length >= 14 ? { ...ends, flags: flagsText(bytes[13]!) } : ends;
}

function icmpText(type: number, code: number): string {
  if (type === 8) return 'echo-request';
  return type === 0 ? 'echo-reply' : `type ${type} code ${code}`;
}

/** As tcpdump prints them: `S`, `S.`, `R.`. */
function flagsText(flags: number): string {
  const letters = [
    [1, 'F'],
    [2, 'S'],
    [4, 'R'],
    [8, 'P'],
    [16, '.'],
  ] as const;
  return letters.flatMap(([bit, letter]) => (flags & bit ? letter : [])).join('');
}
