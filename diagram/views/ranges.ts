import { type Address, addressAt, formatAddress } from '../../network/address/address.ts';
import { formatPrefix, overlaps, type Prefix } from '../../network/address/prefix.ts';
import type { Range } from '../../network/address/ranges.ts';
import { inLine } from '../content/words.ts';
import type { Box } from '../graph.ts';

/** Beyond so many ranges in one, alike ones follow as a single box. */
const MOST_RANGES = 64;

/** A range with what it is for, before it is a box. */
export interface Part {
  readonly range: Prefix;
  readonly box: Omit<Box, 'children' | 'weight'>;
}

/** A range as a box, in it its parts and what is free of it. */
export function whole(range: Prefix, box: Omit<Box, 'children' | 'weight'>, parts: readonly Part[]): Box {
  const inside = parts
    .filter((part) => overlaps(part.range, range))
    .toSorted((a, b) => (a.range.first < b.range.first ? -1 : 1));
  const shown = inside.slice(0, MOST_RANGES);
  const children = inside.length === 0 ? [] : withGaps(range, box.id, shown, inside.length - shown.length);
  return { ...box, detail: inLine(formatPrefix(range), box.detail), weight: weightOf(range), children };
}

/** The parts and what is free before, between and behind them. */
function withGaps(range: Prefix, owner: string, parts: readonly Part[], hidden: number): Box[] {
  const boxes: Box[] = [];
  let next: Address = range.first;
  for (const part of parts) {
    if (part.range.first > next) boxes.push(free(owner, { first: next, last: addressAt(part.range.first, -1) }));
    boxes.push({ ...part.box, weight: weightOf(part.range), children: [] });
    if (part.range.last >= next) next = addressAt(part.range.last, 1);
  }
  if (hidden > 0)
    boxes.push({ id: `${owner} rest`, kind: 'node', label: `and ${hidden} more`, weight: 0, children: [] });
  else if (next <= range.last) boxes.push(free(owner, { first: next, last: range.last }));
  return boxes;
}

function free(owner: string, range: Range): Box {
  const detail = `${formatAddress(range.first)} – ${formatAddress(range.last)}`;
  return {
    id: `${owner} free ${formatAddress(range.first)}`,
    kind: 'free',
    label: 'free',
    detail,
    weight: weightOf(range),
    children: [],
  };
}

/** Logarithm of the number of addresses: a /16 is 16. */
export const weightOf = ({ first, last }: Range): number => Math.log2(Number(BigInt(last) - BigInt(first)) + 1);
