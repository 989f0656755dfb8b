import type { Address } from '../../network/address/address.ts';
import { prefix } from '../../network/address/parse.ts';
import {
  containsAddress,
  formatPrefix,
  overlaps,
  type Prefix,
  prefixFamily,
  prefixSize,
} from '../../network/address/prefix.ts';
import { nextFreeBlock, type Range, RangeSet } from '../../network/address/ranges.ts';
import { number, type Proposal } from './proposal.ts';
import type { Typed } from './typed.ts';

/** Ranges for private use: RFC 1918 section 3, and RFC 4193 section 3.1 with the L bit set. */
export const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fd00::/8'].map(prefix);

/** What is looked for. */
export interface Wanted {
  readonly typed: Typed;
  /** Ranges that the block has to lie in, the best first. */
  readonly homes: readonly Prefix[];
  /** Mask lengths, the best first. */
  readonly lengths: readonly number[];
  readonly taken: RangeSet;
  /** Where people usually begin; what lies before it is used last. */
  readonly from?: Address;
  /** Follows "next free /16" in the words beside it. */
  readonly where: string;
}

/** The next free block of each length. */
export function freeBlocks(wanted: Wanted): Proposal[] {
  return lengthsOf(wanted).flatMap((length) => {
    const block = nextBlock(wanted, length, wanted.typed.guess) ?? nextBlock(wanted, length, wanted.typed.within);
    return block ? [blockProposal(block, wanted.where)] : [];
  });
}

function blockProposal(block: Prefix, where: string): Proposal {
  return {
    text: formatPrefix(block),
    kind: 'range',
    detail: `next free /${block.length}${where}`,
    documentation: `${number(prefixSize(block))} addresses that nothing else in the model has.`,
  };
}

/** Behind a slash those that begin with the digits written, else those that are usual. */
function lengthsOf({ typed, lengths }: Wanted): readonly number[] {
  if (typed.mask === undefined || typed.mask === '') return lengths;
  const [shortest, longest] = typed.family === 6 ? [40, 124] : [8, 30];
  const all = Array.from({ length: longest - shortest + 1 }, (_, i) => shortest + i);
  const like = all.filter((length) => String(length).startsWith(typed.mask!));
  return [...like].sort((a, b) => distanceTo(lengths, a) - distanceTo(lengths, b));
}

const distanceTo = (lengths: readonly number[], length: number) => Math.abs((lengths[0] ?? length) - length);

function nextBlock({ typed, homes, taken, from }: Wanted, length: number, within?: Prefix): Prefix | undefined {
  for (const home of homes) {
    const range = narrowedHome(home, typed, within);
    if (!range) continue;
    if (typed.base !== undefined) {
      const block = containsAddress(range, typed.base) ? nextFreeBlock(range, length, taken, typed.base) : undefined;
      if (block?.first === typed.base) return block;
      continue;
    }
    const start = from !== undefined && containsAddress(range, from) ? from : undefined;
    const block = nextFreeBlock(range, length, taken, start) ?? nextFreeBlock(range, length, taken);
    if (block) return block;
  }
  return undefined;
}

/** Of a home and the octets written one lies inside the other, or they have nothing in common. */
function narrowedHome(home: Prefix, { family }: Typed, within: Prefix | undefined): Prefix | undefined {
  if (family !== undefined && prefixFamily(home) !== family) return undefined;
  if (!within) return home;
  if (!overlaps(home, within)) return undefined;
  return within.length > home.length ? within : home;
}

/** Without what is written at the cursor, which must not stand in its own way: of several equal ranges one goes. */
export function without(ranges: readonly Range[], own: readonly Range[]): RangeSet {
  const left = [...own];
  const kept = ranges.filter((range) => {
    const index = left.findIndex((one) => one.first === range.first && one.last === range.last);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  return new RangeSet(kept);
}
