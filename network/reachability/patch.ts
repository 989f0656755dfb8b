import { forEachBit } from './bits.ts';
import type { EqualRows } from './equal-rows.ts';
import { type Asked, type Line, linesOf, placesOf } from './lines.ts';
import type { Plan } from './plan.ts';
import { EMPTY_ROW, type Rows } from './rows.ts';
import { type Change, EVERYWHERE } from './sides.ts';
import type { BitMatrix } from './slice.ts';

/** Where rows, by destination, and columns, by source, have to be written anew. */
export interface Changes {
  readonly inward: ReadonlyMap<number, Change>;
  readonly outward: ReadonlyMap<number, Change>;
}

/** Brings matrices up to date in place: only rows and columns of classes that changed, on the ports that their rules name. */
export function patchSlices(slices: readonly (readonly [Plan, BitMatrix])[], changes: Changes): void {
  const [first] = slices;
  if (!first) return;
  const plans = slices.map(([plan]) => plan);
  const matrices = slices.map(([, matrix]) => matrix);
  const { inward, outward } = first[0].sides;
  const [rows, columns] = [portsOf(changes.inward, plans), portsOf(changes.outward, plans)];
  putRows(matrices, rows, linesOf(plans, rows, inward, outward), first[0].equal);
  putColumns(matrices, columns, linesOf(plans, columns, outward, inward));
}

/** Of each class the ports that change, as places in the list of plans. */
function portsOf(changes: ReadonlyMap<number, Change>, plans: readonly Plan[]): Asked {
  const everywhere = [...plans.keys()];
  const portsIn = placesOf(plans);
  return new Map(
    [...changes].map(([index, change]) => [
      index,
      change === EVERYWHERE ? everywhere : [...new Set([...change].flatMap(portsIn))],
    ]),
  );
}

/** Rows of classes that have gone are empty. */
function putRows(matrices: readonly BitMatrix[], asked: Asked, lines: readonly Line[], equal: EqualRows): void {
  const byIndex = new Map(lines.map((line) => [line.index, line]));
  for (const [index, ports] of asked) {
    const line = byIndex.get(index);
    for (const port of ports) putRow(matrices[port]!, index, line ? equal.of(line.at[port]!) : EMPTY_ROW);
  }
  equal.letGo();
}

function putRow({ rows, of }: BitMatrix, index: number, row: number): void {
  rows.drop(of[index]!);
  of[index] = row;
}

/** Columns of one word are written together: the way down a large matrix is long. */
function putColumns(matrices: readonly BitMatrix[], asked: Asked, lines: readonly Line[]): void {
  const found = new Uint32Array(matrices[0]!.of.length);
  for (const [word, kept] of keptByWord(asked, matrices.length)) {
    const own = lines.filter(({ index }) => index >>> 5 === word);
    const writer = new WordWriter(matrices[0]!.rows, word);
    matrices.forEach((matrix, port) => {
      if (kept[port] !== -1) writer.write(matrix, kept[port]!, columnsOf(own, port, found));
    });
  }
}

/** What stays in each word with columns to be written, on each port. */
function keptByWord(asked: Asked, ports: number): Map<number, Int32Array> {
  const words = new Map<number, Int32Array>();
  for (const [index, changed] of asked) {
    if (changed.length === 0) continue;
    const kept = words.get(index >>> 5) ?? new Int32Array(ports).fill(-1);
    words.set(index >>> 5, kept);
    for (const port of changed) kept[port]! &= ~(1 << (index & 31));
  }
  return words;
}

/** The lines as columns of one word, for each row. */
function columnsOf(lines: readonly Line[], port: number, found: Uint32Array): Uint32Array {
  found.fill(0);
  for (const { index, at } of lines) {
    const line = at[port];
    if (!line) continue;
    const mask = 1 << (index & 31);
    forEachBit(line, (row) => {
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
    let moved = this.#moved.get(row);
    const known = moved?.get(wanted);
    if (known !== undefined) {
      this.#rows.drop(row);
      return this.#rows.hold(known);
    }
    if (!this.#rows.isShared(row)) return this.#set(row, wanted);
    if (!moved) {
      moved = new Map();
      this.#moved.set(row, moved);
    }
    const own = this.#set(this.#rows.own(row), wanted);
    moved.set(wanted, own);
    return own;
  }

  #set(row: number, wanted: number): number {
    this.#rows.pieceOf(row)[this.#rows.startOf(row) + this.#word] = wanted;
    return row;
  }
}
