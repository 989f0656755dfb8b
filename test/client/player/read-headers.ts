import type { Piece } from '../../../client/webview/preview/player/sheet.ts';

/** A header as it stands in the page: its name, its fields, and how deep its box lies in others. */
export interface Shown {
  readonly name: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The headers of a page's part, in the order in which their boxes lie in one another. */
export function readHeaders(piece: Piece): Shown[] {
  const name = piece.attributes?.['data-layer'];
  const own = name === undefined ? [] : [{ name, fields: Object.fromEntries(fieldsOf(piece)) }];
  return [...own, ...(piece.pieces ?? []).flatMap(readHeaders)];
}

function fieldsOf({ pieces = [] }: Piece): [string, string][] {
  const list = pieces.find(({ tag }) => tag === 'dl');
  return (list?.pieces ?? []).map(({ pieces: [term, value] = [] }) => [textOf(term!), textOf(value!)]);
}

/** All text in a piece, as a reader sees it. */
export const textOf = ({ text = '', pieces = [] }: Piece): string => text + pieces.map(textOf).join('');

/** A frame as a trace's JSON has it, told from its headers alone; `kind` of a tunnel only where a header says it. */
export function frameOf(headers: readonly Shown[]): Readonly<Record<string, unknown>> {
  const [first, ...rest] = headers[0]?.name === 'Ethernet' ? headers : [undefined, ...headers];
  const wire = first && { macSource: first.fields.source, macDestination: first.fields.destination };
  const packets = byPacket(rest.flatMap((one) => one ?? []));
  const [inner, ...outer] = [packets.at(-1)!, ...packets.slice(0, -1)];
  return defined({ ...wire, ...endsOf(inner), ...(outer.length > 0 && { encapsulation: outer.map(tunnelOf) }) });
}

/** Each IP header with what it carries, up to the next; the Ethernet header between belongs to no packet. */
function byPacket(headers: readonly Shown[]): Shown[][] {
  const packets: Shown[][] = [];
  for (const header of headers) {
    if (/^IP(v6)?$/.test(header.name)) packets.push([header]);
    else packets.at(-1)!.push(header);
  }
  return packets;
}

const fieldOf = (packet: readonly Shown[], header: string, field: string) =>
  packet.find(({ name }) => name === header)?.fields[field];
const number = (text: string | undefined) => (text === undefined ? undefined : Number.parseInt(text, 10));

function ipOf([ip]: readonly Shown[]) {
  const { source, destination, TTL, length } = ip!.fields;
  return { source, destination, ttl: number(TTL), length: number(length) };
}

function endsOf(packet: readonly Shown[]) {
  const [ip, end] = packet;
  const { type, flags } = end!.fields;
  return {
    ...ipOf(packet),
    protocol: end!.name === 'ICMPv6' ? 'ICMP' : end!.name,
    dontFragment: ip!.fields.flags === 'DF' ? true : undefined,
    sourcePort: number(end!.fields['source port']),
    destinationPort: number(end!.fields['destination port']),
    icmp: type,
    flags,
  };
}

function tunnelOf(packet: readonly Shown[]) {
  const vni = number(fieldOf(packet, 'VXLAN', 'VNI'));
  const kind = vni !== undefined ? 'vxlan' : packet.some(({ name }) => name === 'IPIP') ? 'ipip' : undefined;
  return defined({ kind, ...ipOf(packet), port: number(fieldOf(packet, 'UDP', 'destination port')), vni });
}

/** JSON has no fields that are undefined. */
const defined = (one: Readonly<Record<string, unknown>>) => JSON.parse(JSON.stringify(one));
