import { AtPort, addSparse } from './at-port.ts';
import { type Bits, emptyBits, forEachBit, hasBit, keepCommon } from './bits.ts';
import type { Plan } from './plan.ts';
import type { Side } from './sides.ts';
import type { BitMatrix } from './slice.ts';
import type { Touched } from './table.ts';

/** Brings a matrix up to date in place: only rows of touched destinations and columns of touched sources. */
export function patchSlice(plan: Plan, matrix: BitMatrix, touched: Touched): void {
  const { inward, outward } = plan.sides;
  const rows = [...new Set([...touched.members, ...touched.ingress])];
  const columns = [...new Set([...touched.members, ...touched.egress])];
  putRows(matrix, linesOf(plan, rows, inward, outward));
  putColumns(matrix, linesOf(plan, columns, outward, inward));
}

/** For each class the others that it lets in (or out to) and that let out to it (or it in). */
function linesOf(plan: Plan, indices: readonly number[], own: Side, others: Side): Map<number, Bits> {
  const lines = new Map<number, Bits>();
  if (indices.length === 0) return lines;
  const { everyone } = plan.table.postings;
  const [here, there] = [new AtPort(plan, own), new AtPort(plan, others)];
  const willing = others.open.slice();
  const parts = there.parts('all', willing);
  for (const index of indices) lines.set(index, hasBit(everyone, index) ? willing.slice() : emptyBits(0));
  const live = [...lines].filter(([, line]) => line.length > 0);
  for (const { members, others: meant } of parts) {
    for (const [index, line] of live) if (hasBit(meant, index)) addSparse(line, members);
  }
  for (const [index, line] of live) keepCommon(line, here.othersOf(index) ?? everyone);
  return lines;
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
