import { forEachBit } from './bits.ts';
import type { EqualRows } from './equal-rows.ts';
import { type Line, linesOf } from './lines.ts';
import type { Plan } from './plan.ts';
import { EMPTY_ROW, type Rows } from './rows.ts';
import type { BitMatrix } from './slice.ts';
import type { Touched } from './table.ts';

/** Brings matrices up to date in place: only rows of touched destinations and columns of touched sources. */
export function patchSlices(slices: readonly (readonly [Plan, BitMatrix])[], touched: Touched): void {
  const [first] = slices;
  if (!first) return;
  const plans = slices.map(([plan]) => plan);
  const matrices = slices.map(([, matrix]) => matrix);
  const { inward, outward } = first[0].sides;
  const rows = new Set([...touched.members, ...touched.ingress]);
  const columns = new Set([...touched.members, ...touched.egress]);
  emptyRows(matrices, touched.members);
  putRows(matrices, linesOf(plans, rows, inward, outward), first[0].equal);
  putColumns(matrices, columns, linesOf(plans, columns, outward, inward));
}

/** Of classes that have gone. */
function emptyRows(matrices: readonly BitMatrix[], indices: Iterable<number>): void {
  for (const index of indices) for (const matrix of matrices) putRow(matrix, index, EMPTY_ROW);
}

function putRow({ rows, of }: BitMatrix, index: number, row: number): void {
  rows.drop(of[index]!);
  of[index] = row;
}

function putRows(matrices: readonly BitMatrix[], lines: readonly Line[], equal: EqualRows): void {
  for (const { index, at } of lines) {
    matrices.forEach((matrix, port) => {
      putRow(matrix, index, equal.of(at[port]!));
    });
  }
  equal.letGo();
}

/** Columns of one word are written together: the way down a large matrix is long. */
function putColumns(matrices: readonly BitMatrix[], columns: Iterable<number>, lines: readonly Line[]): void {
  const masks = new Map<number, number>();
  const found = new Uint32Array(matrices[0]!.of.length);
  for (const column of columns) masks.set(column >>> 5, (masks.get(column >>> 5) ?? 0) | (1 << (column & 31)));
  for (const [word, mask] of masks) {
    const own = lines.filter(({ index }) => index >>> 5 === word);
    const writer = new WordWriter(matrices[0]!.rows, word);
    matrices.forEach((matrix, port) => {
      writer.write(matrix, ~mask, columnsOf(own, port, found));
    });
  }
}

/** The lines as columns of one word, for each row. */
function columnsOf(lines: readonly Line[], port: number, found: Uint32Array): Uint32Array {
  found.fill(0);
  for (const { index, at } of lines) {
    const mask = 1 << (index & 31);
    forEachBit(at[port]!, (row) => {
      found[row]! |= mask;
    });
  }
  return found;
}

/** Writes one word of rows. Where all that share a row want the same, they share one afterwards, too. */
class WordWriter {
  readonly #rows: Rows;
  readonly #word: number;
  /** The word of every row: side by side they are found far quicker. */
  readonly #before: Uint32Array;
  /** Room for the rows of one matrix that change: found first and written then, which is quicker than both in turns. */
  readonly #changed: Int32Array;
  /** By a row that had several users: rows that say the same but for the word, by what they have there. */
  readonly #moved = new Map<number, Map<number, number>>();

  constructor(rows: Rows, word: number) {
    this.#rows = rows;
    this.#word = word;
    this.#before = rows.column(word);
    this.#changed = new Int32Array(rows.wordsPerRow * 32);
  }

  /** Each row of a matrix is looked at once, so what was there before tells whether it changes. */
  write({ of }: BitMatrix, kept: number, found: Uint32Array): void {
    const [before, changed] = [this.#before, this.#changed];
    let count = 0;
    for (let index = 0; index < of.length; index++) {
      const old = before[of[index]!]!;
      if (((old & kept) | found[index]!) !== (old | 0)) changed[count++] = index;
    }
    for (const index of changed.subarray(0, count)) {
      of[index] = this.#put(of[index]!, ((before[of[index]!]! & kept) | found[index]!) >>> 0);
    }
  }

  #put(row: number, wanted: number): number {
    if (!this.#rows.isShared(row)) return this.#set(row, wanted);
    let moved = this.#moved.get(row);
    if (!moved) {
      moved = new Map();
      this.#moved.set(row, moved);
    }
    const known = moved.get(wanted);
    if (known === undefined) {
      const own = this.#set(this.#rows.own(row), wanted);
      moved.set(wanted, own);
      return own;
    }
    this.#rows.drop(row);
    return this.#rows.hold(known);
  }

  #set(row: number, wanted: number): number {
    this.#rows.pieceOf(row)[this.#rows.startOf(row) + this.#word] = wanted;
    return row;
  }
}
