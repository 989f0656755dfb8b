import { AtPort, type Part } from './at-port.ts';
import { type Bits, emptyBits } from './bits.ts';
import type { Plan } from './plan.ts';

/**
 * Who may talk to whom on one port: a bit matrix, a row of sources for each destination. Rows and columns are the classes
 * of a table; those that have gone, or have not come yet, are empty.
 */
export interface BitMatrix {
  readonly wordsPerRow: number;
  readonly words: Uint32Array;
}

export function hasCell({ words, wordsPerRow }: BitMatrix, source: number, destination: number): boolean {
  return ((words[destination * wordsPerRow + (source >>> 5)]! >>> (source & 31)) & 1) === 1;
}

/** What rules without ports let out, by destination: the part of a slice that all slices have in common. */
export function portlessMatrix(plan: Plan): BitMatrix {
  const { table, sides } = plan;
  const matrix = emptyMatrix(table.capacity);
  const everywhere = sides.outward.open.slice();
  const parts = new AtPort(plan, sides.outward).parts('portless', everywhere);
  forEachBlock(table.postings.everyone, (block, rows) => {
    scatter(matrix, parts, block, rows);
    forEachRow(block, rows, (row) => addToRow(matrix, row, everywhere));
  });
  return matrix;
}

/**
 * The whole matrix of a port: what sources let out, by destination, cut down to what each destination lets in. Written
 * into `spare` where that is as large as needed. Some rows after the other, so that they stay in the processor's cache.
 */
export function sliceAt(plan: Plan, portless: BitMatrix, spare?: Uint32Array): BitMatrix {
  const matrix = spare?.length === portless.words.length ? { ...portless, words: spare.fill(0) } : emptyLike(portless);
  const [outward, inward] = [new AtPort(plan, plan.sides.outward), new AtPort(plan, plan.sides.inward)];
  const everywhere = emptyBits(plan.table.capacity);
  const parts = outward.parts('ported', everywhere);
  forEachBlock(inward.receptive(), (block, rows) => {
    forEachRow(block, rows, (row) => copyRow(matrix, row, portless, everywhere));
    scatter(matrix, parts, block, rows);
    forEachRow(block, rows, (row) => keepInRow(matrix, row, inward.othersOf(row)));
  });
  return matrix;
}

export function copyOf(matrix: BitMatrix): BitMatrix {
  return { ...matrix, words: matrix.words.slice() };
}

function emptyMatrix(capacity: number): BitMatrix {
  const wordsPerRow = (capacity + 31) >>> 5;
  return { wordsPerRow, words: new Uint32Array(capacity * wordsPerRow) };
}

function emptyLike(matrix: BitMatrix): BitMatrix {
  return { ...matrix, words: new Uint32Array(matrix.words.length) };
}

/** Goes over blocks of 32 rows; `rows` tells, bit by bit, which of them matter. */
function forEachBlock(rows: Bits, visit: (block: number, rows: number) => void): void {
  for (let block = 0; block < rows.length; block++) if (rows[block] !== 0) visit(block, rows[block]!);
}

function forEachRow(block: number, rows: number, visit: (row: number) => void): void {
  for (let rest = rows; rest !== 0; rest &= rest - 1) visit(block * 32 + 31 - Math.clz32(rest & -rest));
}

/** Adds the sources of each part to the rows of its destinations: a few words, since sources are mostly neighbours. */
function scatter({ words, wordsPerRow }: BitMatrix, parts: readonly Part[], block: number, rows: number): void {
  for (const { members, others } of parts) {
    const { places, masks } = members;
    for (let rest = others[block]! & rows; rest !== 0; rest &= rest - 1) {
      const start = (block * 32 + 31 - Math.clz32(rest & -rest)) * wordsPerRow;
      for (let i = 0; i < places.length; i++) words[start + places[i]!]! |= masks[i]!;
    }
  }
}

/* In place: views of thousands of rows would cost more than the work. */

function copyRow({ words, wordsPerRow }: BitMatrix, row: number, from: BitMatrix, more: Bits): void {
  const start = row * wordsPerRow;
  const source = from.words;
  for (let word = 0; word < wordsPerRow; word++) words[start + word] = source[start + word]! | more[word]!;
}

function addToRow({ words, wordsPerRow }: BitMatrix, row: number, more: Bits): void {
  const start = row * wordsPerRow;
  for (let word = 0; word < wordsPerRow; word++) words[start + word]! |= more[word]!;
}

/** Leaves in a row whom its destination lets in. */
function keepInRow({ words, wordsPerRow }: BitMatrix, row: number, sources: Bits | undefined): void {
  if (!sources) return;
  const start = row * wordsPerRow;
  for (let word = 0; word < wordsPerRow; word++) words[start + word]! &= sources[word]!;
}
