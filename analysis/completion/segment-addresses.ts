import * as ast from '../../language/generated/ast.ts';
import { type Address, addressAt } from '../../network/address/address.ts';
import { type Range, RangeSet } from '../../network/address/ranges.ts';
import { holders } from '../../network/checks/support/holders.ts';
import { segmentWord } from '../../network/checks/support/words.ts';
import { indexById } from '../../network/topology/by-id.ts';
import { nicAddresses, usableRanges } from '../../network/topology/ipam/nics.ts';
import type { Nic, Segment } from '../../network/topology/underlay.ts';
import type { Model } from '../model.ts';
import { around, type Cursor, idOf } from './cursor.ts';
import { firstFree, proposal } from './free.ts';
import { NONE, type Proposal, unique } from './proposal.ts';
import { typedAt } from './ranges.ts';
import { after } from './typed.ts';

/** Segments without a word about which are offered no further than this. */
const SEGMENTS = 8;

/** An address on the segment that the block is in; without `in`, one on each segment. */
export function segmentAddress(model: Model, cursor: Cursor): readonly Proposal[] {
  const { segments } = indexById(model.topology);
  const written = segmentOf(cursor.block);
  const candidates = written === undefined ? [...segments.values()].slice(0, SEGMENTS) : [segments.get(written)];
  return unique(candidates.flatMap((segment) => (segment ? freeOn(model, cursor, segment) : [])));
}

function segmentOf(block: ast.Declaration | undefined): string | undefined {
  const field = block?.fields?.find((one) => ast.isSegmentField(one) && one.keyword === 'in');
  const reference = ast.isSegmentField(field) ? field.targets[0]?.target : undefined;
  return reference && (reference.ref ? idOf(reference.ref) : reference.$refText);
}

/** Behind the last machine of the same kind, as people count on; then the lowest that is free. */
export function freeOn({ topology }: Model, cursor: Cursor, segment: Segment): Proposal[] {
  const nics = nicAddresses(topology);
  const own = nicsOf(topology, cursor.block);
  const ownAddresses = new Set(own.flatMap((nic) => nics.of(nic)));
  const written = holders(topology).filter(({ place }) => place.key === segment.id);
  const taken = [...nics.inUse(segment.id), ...written.map(({ address }) => address.value)];
  const set = RangeSet.ofAddresses(taken.filter((address) => !ownAddresses.has(address)));
  const typed = typedAt(cursor);
  const usable = usableRanges(topology, segment);
  const kind = ast.isHost(around(cursor.block, ast.isHost)) ? 'host ' : 'node ';
  const last = written.filter(({ words, address }) => words.startsWith(kind) && !ownAddresses.has(address.value));
  const where = `next free in ${segmentWord(topology, segment)} ${segment.id}`;
  const behind = last.length > 0 ? highest(last.map(({ address }) => address.value)) : undefined;
  const following =
    behind === undefined ? [] : usable.filter((range) => inRange(range, behind)).map((range) => after(behind, range));
  const ranges = following.filter(({ first, last }) => first <= last);
  return [
    ...proposal(firstFree(ranges, set, typed), where),
    ...proposal(firstFree(usable, set, typed), `${where}, from the first`),
  ];
}

const inRange = ({ first, last }: Range, address: Address) =>
  typeof first === typeof address && first <= address && address <= last;

/** Of addresses of both families the highest of IPv4. */
function highest(addresses: readonly Address[]): Address | undefined {
  const ipv4 = addresses.filter((address) => typeof address === 'number');
  return ipv4.length > 0
    ? ipv4.reduce((a, b) => Math.max(a, b))
    : addresses.toSorted((a, b) => (a < b ? -1 : 1)).at(-1);
}

/** The interfaces that the block at the cursor declares. */
function nicsOf(topology: Model['topology'], block: ast.Declaration | undefined): readonly Nic[] {
  const machine = around(
    block,
    (one): one is ast.Node | ast.Host | ast.NodeGroup => ast.isNode(one) || ast.isHost(one) || ast.isNodeGroup(one),
  );
  const { nodes, hosts } = indexById(topology);
  const found = nodes.get(idOf(machine)) ?? hosts.get(idOf(machine));
  if (!found) return [];
  return ast.isNic(block) ? found.nics.filter(({ name }) => name === block.name) : found.nics;
}

/** The first address of a network; in a VPC the one that the provider's router has. */
export function gatewayAddress(model: Model, cursor: Cursor): readonly Proposal[] {
  const segment = indexById(model.topology).segments.get(idOf(cursor.block));
  const range = segment?.cidrs[0]?.value;
  if (!segment || !range) return NONE;
  const provider = segment.vpc === undefined ? 'none' : indexById(model.topology).vpcs.get(segment.vpc)?.provider;
  // Alibaba Cloud's gateway is the third last address of a vSwitch; AWS, Google and Azure have the first.
  if (provider === 'alibaba') return proposal(addressAt(range.last, -2), "the provider's gateway");
  if (provider !== 'none') return proposal(addressAt(range.first, 1), "the provider's gateway");
  return unique(freeOn(model, cursor, segment).slice(-1));
}
