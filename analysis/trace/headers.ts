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
  /** The same one by one: what a field is called, and what is in it. */
  readonly fields: readonly Field[];
}

export type Field = readonly [name: string, value: string];

/** Keeps the Ethernet header of a frame for the tunnels that it is put into on its way. */
export function remember(inner: (Macs | undefined)[], { encapsulation = [], macSource, macDestination }: Frame): void {
  // A frame without MACs (of a TUN, of a packet where it is made) has none to be wrapped, either.
  inner[encapsulation.length] = macSource && macDestination ? [macSource, macDestination] : undefined;
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
  const [source, destination] = macs;
  const type = carried.includes(':') ? 'IPv6' : 'IPv4';
  const fields: Field[] = [...ends(source, destination), ['type', type]];
  return [{ name: 'Ethernet', words: `${source} > ${destination}, ${type}`, depth, fields }];
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
  const words = `${source} > ${destination}${time}, ${length} bytes`;
  const headers: Header[] = [{ name: ipName(source), words, depth, fields: ipFields(outer) }];
  const add = (name: string, text: string, field: Field) => headers.push({ name, words: text, depth, fields: [field] });
  if (port !== undefined) add('UDP', `to port ${port}`, ['destination port', `${port}`]);
  if (vni !== undefined) add('VXLAN', `VNI ${vni}`, ['VNI', `${vni}`]);
  if (kind === 'ipip') add('IPIP', 'protocol 4', ['protocol', '4']);
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
    fields: ipFields(frame),
  };
  const ports =
    sourcePort === undefined && destinationPort === undefined
      ? []
      : [`${sourcePort ?? '?'} > ${destinationPort ?? '?'}`];
  const more = [...ports, ...(icmp ? [icmp] : []), ...(flags ? [`[${flags}]`] : [])].join(' ');
  const name = icmp && source.includes(':') ? 'ICMPv6' : protocol;
  return [ip, { name, words: more, depth, fields: endFields(frame) }];
}

const ends = (source: string, destination: string): Field[] => [
  ['source', source],
  ['destination', destination],
];

function ipFields(
  header: Pick<Frame, 'source' | 'destination' | 'length' | 'dontFragment'> & { ttl?: number },
): Field[] {
  const { source, destination, ttl, length, dontFragment } = header;
  return [
    ...ends(source, destination),
    ...written('TTL', ttl),
    ['length', `${length} bytes`],
    ...written('flags', dontFragment ? 'DF' : undefined),
  ];
}

const endFields = ({ sourcePort, destinationPort, icmp, flags }: Frame): Field[] => [
  ...written('source port', sourcePort),
  ...written('destination port', destinationPort),
  ...written('type', icmp),
  ...written('flags', flags),
];

const written = (name: string, value: string | number | undefined): Field[] =>
  value === undefined || value === '' ? [] : [[name, `${value}`]];

const ipName = (address: string) => (address.includes(':') ? 'IPv6' : 'IP');
