import { AtPort, addSparse, type Share } from './at-port.ts';
import { addAll, type Bits, emptyBits, forEachBit, hasBit, keepCommon } from './bits.ts';
import type { Plan } from './plan.ts';
import type { Side } from './sides.ts';
import type { BitMatrix } from './slice.ts';
import type { Touched } from './table.ts';

const NOTHING = emptyBits(0);

/** Brings matrices up to date in place: only rows of touched destinations and columns of touched sources. */
export function patchSlices(slices: readonly (readonly [Plan, BitMatrix])[], touched: Touched): void {
  const [first] = slices;
  if (!first) return;
  const { inward, outward } = first[0].sides;
  const rows = new Lines(first[0], [...touched.members, ...touched.ingress], inward, outward);
  const columns = new Lines(first[0], [...touched.members, ...touched.egress], outward, inward);
  for (const [plan, matrix] of slices) {
    putRows(matrix, rows.at(plan));
    putColumns(matrix, columns.at(plan));
  }
}

/** For each of some classes the others that it lets in (or out to) and that let out to it (or it in). */
class Lines {
  readonly #own: Side;
  readonly #others: Side;
  /** Who is willing whatever the port is; nothing for classes that have gone. */
  readonly #portless: ReadonlyMap<number, Bits>;

  constructor(plan: Plan, indices: readonly number[], own: Side, others: Side) {
    [this.#own, this.#others] = [own, others];
    const { everyone } = plan.table.postings;
    const lines = new Map(indices.map((index) => [index, hasBit(everyone, index) ? others.open.slice() : NOTHING]));
    this.#portless = lines;
    this.#add(plan, 'portless', lines);
  }

  at(plan: Plan): ReadonlyMap<number, Bits> {
    const lines = new Map([...this.#portless].map(([index, line]) => [index, line.slice()] as const));
    if (lines.size === 0) return lines;
    this.#add(plan, 'ported', lines);
    const own = new AtPort(plan, this.#own);
    for (const [index, line] of lines) keepCommon(line, own.othersOf(index) ?? plan.table.postings.everyone);
    return lines;
  }

  #add(plan: Plan, share: Share, lines: ReadonlyMap<number, Bits>): void {
    const live = [...lines].filter(([, line]) => line.length > 0);
    if (live.length === 0) return;
    const everywhere = emptyBits(plan.table.capacity);
    const parts = new AtPort(plan, this.#others).parts(share, everywhere);
    for (const { members, others } of parts) {
      for (const [index, line] of live) if (hasBit(others, index)) addSparse(line, members);
    }
    for (const [, line] of live) addAll(line, everywhere);
  }
}

function putRows({ words, wordsPerRow }: BitMatrix, rows: ReadonlyMap<number, Bits>): void {
  for (const [row, line] of rows) {
    const start = row * wordsPerRow;
    if (line.length > 0) words.set(line, start);
    else words.fill(0, start, start + wordsPerRow);
  }
}

/** Columns of one word are written together: the way down a large matrix is long. */
function putColumns(matrix: BitMatrix, columns: ReadonlyMap<number, Bits>): void {
  const byWord = new Map<number, [column: number, line: Bits][]>();
  for (const [column, line] of columns) {
    const list = byWord.get(column >>> 5) ?? [];
    byWord.set(column >>> 5, list);
    list.push([column, line]);
  }
  for (const [word, list] of byWord) putWords(matrix, word, list);
}

function putWords({ words, wordsPerRow }: BitMatrix, word: number, list: readonly (readonly [number, Bits])[]): void {
  const size = words.length / wordsPerRow;
  const found = new Uint32Array(size);
  let kept = ~0;
  for (const [column, line] of list) {
    const mask = 1 << (column & 31);
    kept &= ~mask;
    forEachBit(line, (row) => {
      found[row]! |= mask;
    });
  }
  for (let row = 0, at = word; row < size; row++, at += wordsPerRow) words[at] = (words[at]! & kept) | found[row]!;
}
