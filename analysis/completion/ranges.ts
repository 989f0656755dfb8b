import * as ast from '../../language/generated/ast.ts';
import { bitsOf } from '../../network/address/address.ts';
import { address, readLiteral } from '../../network/address/parse.ts';
import { containsAddress, formatPrefix, type Prefix, prefixFamily, prefixOf } from '../../network/address/prefix.ts';
import type { Range } from '../../network/address/ranges.ts';
import { DOCKER0 } from '../../network/address/special.ts';
import { declaredRanges } from '../../network/checks/support/declared-ranges.ts';
import { segmentWord } from '../../network/checks/support/words.ts';
import { PROVIDERS } from '../../network/cloud/providers.ts';
import { indexById } from '../../network/topology/by-id.ts';
import { NOWHERE, type Sourced } from '../../network/topology/origin.ts';
import type { Model } from '../model.ts';
import { freeBlocks, PRIVATE, without } from './blocks.ts';
import { type Cursor, clusterAround, idOf } from './cursor.ts';
import { NONE, type Proposal, unique } from './proposal.ts';
import { readTyped, type Typed } from './typed.ts';

interface Usual {
  readonly from: Readonly<Record<4 | 6, string>>;
  readonly lengths: Readonly<Record<4 | 6, readonly number[]>>;
}

/** Where ranges of a kind usually begin (kubeadm's and flannel's documentation), and how large they are. */
const USUAL = {
  podCIDR: { from: { 4: '10.244.0.0', 6: 'fd00:10:244::' }, lengths: { 4: [16, 20, 14], 6: [56] } },
  serviceCIDR: { from: { 4: '10.96.0.0', 6: 'fd00:10:96::' }, lengths: { 4: [16, 20, 12], 6: [112] } },
  vpc: { from: { 4: '10.0.0.0', 6: 'fd00::' }, lengths: { 4: [16, 20], 6: [56] } },
  network: { from: { 4: '192.168.0.0', 6: 'fd00:1::' }, lengths: { 4: [24, 20], 6: [64] } },
  overlay: { from: { 4: '10.0.9.0', 6: 'fd00:9::' }, lengths: { 4: [24], 6: [64] } },
  bridge: { from: { 4: '172.18.0.0', 6: 'fd00:d::' }, lengths: { 4: [16, 24], 6: [64] } },
} as const satisfies Record<string, Usual>;

/** A private range that overlaps nothing in the model. */
export function privateRange(model: Model, cursor: Cursor, kind: keyof typeof USUAL): readonly Proposal[] {
  const { vpcs, others } = declaredRanges(model.topology);
  const taken = without([...vpcs, ...others, DOCKER0], [...ownRanges(cursor), ...defaultsAround(model, cursor)]);
  const typed = typedAt(cursor);
  const family = typed.family ?? 4;
  const usual: Usual = USUAL[kind];
  const homes = homesFrom(usual.from[family]).filter((home) => prefixFamily(home) === family);
  const from = address(usual.from[family]);
  return freeBlocks({ typed, homes, lengths: usual.lengths[family], taken, from, where: '' });
}

/** The private range that people begin in goes first. */
function homesFrom(start: string): readonly Prefix[] {
  const first = address(start);
  return [...PRIVATE].sort((a, b) => Number(containsAddress(b, first)) - Number(containsAddress(a, first)));
}

/** A range that holds because nobody wrote one gives way to the one that is being written. */
function defaultsAround({ topology }: Model, { field, block }: Cursor): readonly Range[] {
  if (!ast.isValueField(field)) return [];
  const cluster = clusterAround(topology, block);
  const ranges = { podCIDR: cluster?.podCIDRs, serviceCIDR: cluster?.serviceCIDRs }[field.keyword] ?? [];
  return values(ranges.filter(({ origin }) => origin === NOWHERE));
}

/** A part of the VPC that no other subnet and nothing else has, as large as the subnets that are there. */
export function subnetRange({ topology }: Model, cursor: Cursor): readonly Proposal[] {
  const vpc = indexById(topology).vpcs.get(idOf(cursor.block?.$container));
  if (!vpc) return NONE;
  const own = idOf(cursor.block);
  const siblings = topology.segments.filter(({ vpc: id, id: other }) => id === vpc.id && other !== own);
  const typed = typedAt(cursor);
  const homes = values(vpc.cidrs).filter((home) => prefixFamily(home) === (typed.family ?? 4));
  const taken = without(declaredRanges(topology).others, ownRanges(cursor));
  const limits = PROVIDERS[vpc.provider].subnetMask ?? { from: 0, to: 29 };
  const found = homes.flatMap((home) => {
    const sizes = [...values(siblings.flatMap(({ cidrs }) => cidrs))].filter(
      (one) => prefixFamily(one) === prefixFamily(home),
    );
    const lengths = subnetLengths(home, sizes).filter((one) => one >= limits.from && one <= limits.to);
    const usual = prefixFamily(home) === 6 ? [64] : lengths;
    return freeBlocks({
      typed,
      homes: [home],
      lengths: usual,
      taken,
      where: ` in VPC ${vpc.name} (${formatPrefix(home)})`,
    });
  });
  return unique(found);
}

/** As the last sibling; without one an eighth of the address shorter than the VPC, as clouds' own wizards propose. */
function subnetLengths(home: Prefix, siblings: readonly Prefix[]): readonly number[] {
  const last = siblings.at(-1)?.length;
  return [...new Set([...(last === undefined ? [] : [last]), Math.min(home.length + 8, 24), 24, 20])].filter(
    (length) => length >= home.length,
  );
}

/** Docker gives docker0 172.17.0.0/16 on every host, and its other bridges what follows. */
export function bridgeRange(model: Model, cursor: Cursor): readonly Proposal[] {
  const others = privateRange(model, cursor, 'bridge');
  if (cursor.block?.name !== 'docker0') return others;
  return unique([{ text: formatPrefix(DOCKER0), kind: 'range', detail: "Docker's default for docker0" }, ...others]);
}

/** Ranges that the model declares, for a rule or a route about one of them. */
export function knownRanges({ topology }: Model, everything: boolean): readonly Proposal[] {
  const known = (words: string, ranges: readonly Sourced<Prefix>[]) =>
    ranges.map(({ value }): Proposal => ({ text: formatPrefix(value), kind: 'range', detail: words }));
  return unique([
    ...topology.segments.flatMap((one) => known(`${segmentWord(topology, one)} ${one.id}`, one.cidrs)),
    ...topology.vpcs.flatMap((one) => known(`vpc ${one.id}`, one.cidrs)),
    ...topology.clusters.flatMap((one) => known(`podCIDR of cluster ${one.id}`, one.podCIDRs)),
    ...topology.clusters.flatMap((one) => known(`serviceCIDR of cluster ${one.id}`, one.serviceCIDRs)),
    ...(everything ? [{ text: '0.0.0.0/0', kind: 'range', detail: 'every IPv4 address' } as const] : []),
  ]);
}

/** What is written; behind a first value of one family the other one is meant (dual stack). */
export function typedAt(cursor: Cursor): Typed {
  const typed = readTyped(cursor.typed);
  if (typed.family !== undefined || cursor.first || !ast.isValueField(cursor.field)) return typed;
  const before = readLiteral(cursor.before.text);
  if ('error' in before) return typed;
  return { ...typed, family: typeof before.address === 'number' ? 6 : 4 };
}

/** The range that the word at the cursor says now. */
function ownRanges({ document, start, end }: Cursor): readonly Range[] {
  const literal = readLiteral(document.textDocument.getText().slice(start, end));
  if ('error' in literal) return [];
  const bits = bitsOf(typeof literal.address === 'number' ? 4 : 6);
  return [prefixOf(literal.address, literal.length ?? bits)];
}

export const values = <T>(sourced: readonly Sourced<T>[]): readonly T[] => sourced.map(({ value }) => value);
