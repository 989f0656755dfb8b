import { formatAddress } from '../../../address/address.ts';
import type { Speaker, Speakers } from '../speakers.ts';
import { isPassive, type Peerings, type PeerType } from './peerings.ts';

const HEAD = ['PEER ADDRESS', 'PEER TYPE', 'STATE', 'SINCE', 'INFO'];

/** A session never was at a time here, so the column has nothing to say. */
const SINCE = '-';

/** What `calicoctl node status` prints on a node. */
export function nodeStatus(own: Speaker, speakers: Speakers, peerings: Peerings): readonly string[] {
  if (!own.running) return ['Calico process is not running.'];
  const peers = [...nodePeers(own, speakers, peerings), ...externalPeers(own, peerings)];
  const rows = peers.sort((a, b) => compare(a.place, b.place)).map(({ row }) => row);
  return [
    'Calico process is running.',
    '',
    'IPv4 BGP status',
    ...(rows.length === 0 ? ['No IPv4 peers found.'] : table(rows)),
    '',
    'IPv6 BGP status',
    'No IPv6 peers found.',
  ];
}

type Row = readonly string[];

interface Peer {
  readonly place: string;
  readonly row: Row;
}

/** The order of BIRD's configuration: the mesh by the names of nodes, then peers by their addresses, as texts. */
const TYPES: readonly PeerType[] = ['node-to-node mesh', 'global', 'node specific'];
const placeOf = (type: PeerType, key: string) => `${TYPES.indexOf(type)} ${key}`;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function* nodePeers(own: Speaker, speakers: Speakers, peerings: Peerings): Iterable<Peer> {
  for (const other of speakers.all()) {
    const type = peerings.between(own, other);
    if (!type) continue;
    const address = formatAddress(other.address);
    const key = type === 'node-to-node mesh' ? other.node.name : address;
    yield { place: placeOf(type, key), row: [address, type, ...stateOf(type, own, other)] };
  }
}

/** Nobody listens at the other end where BIRD does not run; who waits for the other end waits on. */
function stateOf(type: PeerType, own: Speaker, other: Speaker): Row {
  if (other.running) return ['up', SINCE, 'Established'];
  return ['start', SINCE, isPassive(type, own, other) ? 'Passive' : 'Active Socket: Connection refused'];
}

/** Whether a machine outside the cluster takes the session is not known. */
function* externalPeers(own: Speaker, peerings: Peerings): Iterable<Peer> {
  for (const [address, type] of peerings.external(own)) {
    if (typeof address !== 'number') continue;
    const text = formatAddress(address);
    yield { place: placeOf(type, text), row: [text, type, 'unknown', SINCE, 'not modelled'] };
  }
}

/** The frame that calicoctl draws: heads in the middle, cells to the left. */
function table(rows: readonly Row[]): readonly string[] {
  const widths = HEAD.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]!.length)));
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  const line = (cells: Row) => `|${cells.map((cell) => ` ${cell} `).join('|')}|`;
  const centred = (text: string, width: number) =>
    text.padStart(text.length + Math.floor((width - text.length) / 2)).padEnd(width);
  const head = line(HEAD.map((text, i) => centred(text, widths[i]!)));
  return [rule, head, rule, ...rows.map((row) => line(row.map((cell, i) => cell.padEnd(widths[i]!)))), rule];
}
