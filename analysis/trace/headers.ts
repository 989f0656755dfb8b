import type { Encapsulation, Frame } from '../../network/trace/result.ts';

/** Source and destination of an Ethernet header. */
export type Macs = readonly [source: string, destination: string];

/** MACs by how many tunnels are around the packet in that Ethernet frame. */
export type MacsByDepth = readonly (Macs | undefined)[];

/** One header of a frame, outermost first; `depth` counts the tunnels that it is in. */
export interface Header {
  readonly name: string;
  readonly words: string;
  readonly depth: number;
}

/**
 * The headers of a frame as a capture opened in a protocol analyser lists them. `inner` are the Ethernet headers inside
 * of its tunnels, where they are known: a frame itself tells the outermost one only.
 */
export function headersOf(frame: Frame, inner: MacsByDepth): Header[] {
  const { encapsulation = [], macSource, macDestination } = frame;
  const outer: Macs | undefined = macSource && macDestination ? [macSource, macDestination] : undefined;
  const depth = encapsulation.length;
  return [
    ...ethernet(outer, outerSource(frame), 0),
    ...encapsulation.flatMap((one, index) => tunnel(one, index, encapsulation[index + 1] ?? frame, inner, depth)),
    ...packet(frame, depth),
  ];
}

const outerSource = ({ encapsulation, source }: Frame) => encapsulation?.[0]?.source ?? source;

function ethernet(macs: Macs | undefined, carried: string, depth: number): Header[] {
  if (!macs) return [];
  return [{ name: 'Ethernet', words: `${macs[0]} > ${macs[1]}, ${carried.includes(':') ? 'IPv6' : 'IPv4'}`, depth }];
}

function tunnel(
  outer: Encapsulation,
  depth: number,
  carried: { readonly source: string },
  inner: MacsByDepth,
  depths: number,
): Header[] {
  const { kind, source, destination, port, vni, length, ttl } = outer;
  const time = ttl === undefined ? '' : `, ttl ${ttl}`;
  const headers = [{ name: ipName(source), words: `${source} > ${destination}${time}, ${length} bytes`, depth }];
  if (port !== undefined) headers.push({ name: 'UDP', words: `to port ${port}`, depth });
  if (vni !== undefined) headers.push({ name: 'VXLAN', words: `VNI ${vni}`, depth });
  if (kind === 'ipip') headers.push({ name: 'IPIP', words: 'protocol 4', depth });
  return kind === 'vxlan' || kind === 'sleeve'
    ? [...headers, ...ethernet(inner[depths - depth - 1], carried.source, depth + 1)]
    : headers;
}

function packet(frame: Frame, depth: number): Header[] {
  const { source, destination, protocol, sourcePort, destinationPort, icmp, flags, ttl, length } = frame;
  const fragment = frame.dontFragment ? ', DF' : '';
  const ip = {
    name: ipName(source),
    words: `${source} > ${destination}, ttl ${ttl}, ${length} bytes${fragment}`,
    depth,
  };
  const ports =
    sourcePort === undefined && destinationPort === undefined
      ? []
      : [`${sourcePort ?? '?'} > ${destinationPort ?? '?'}`];
  const more = [...ports, ...(icmp ? [icmp] : []), ...(flags ? [`[${flags}]`] : [])].join(' ');
  return [ip, { name: icmp && source.includes(':') ? 'ICMPv6' : protocol, words: more, depth }];
}

const ipName = (address: string) => (address.includes(':') ? 'IPv6' : 'IP');
