import { type Bits, emptyBits, putBit } from './bits.ts';
import { Inward } from './inward.ts';
import { LettingOut } from './letting-out.ts';
import { Outward, type Part, type Share } from './outward.ts';
import type { Plan } from './plan.ts';
import type { Touched } from './table.ts';

/**
 * Who may talk to whom on one port: a bit matrix, a row of sources for each destination. Rows and columns are the classes
 * of a table; those that have gone are empty.
 */
export interface BitMatrix {
  /** Rows. */
  readonly size: number;
  readonly wordsPerRow: number;
  readonly words: Uint32Array;
}

export function hasCell({ words, wordsPerRow }: BitMatrix, source: number, destination: number): boolean {
  return ((words[destination * wordsPerRow + (source >>> 5)]! >>> (source & 31)) & 1) === 1;
}

/** What rules without ports let out, by destination: the part of a slice that all slices have in common. */
export function portlessMatrix(plan: Plan): BitMatrix {
  const { capacity, members } = plan.table;
  const matrix = emptyMatrix(members.length, (capacity + 31) >>> 5);
  addOutward(matrix, plan, 'portless');
  return matrix;
}

/**
 * The whole matrix of a port: what sources let out, by destination, cut down to what each destination lets in. Written
 * into `spare` where that is as large as needed.
 */
export function sliceAt(plan: Plan, portless: BitMatrix, spare?: Uint32Array): BitMatrix {
  const matrix = spare?.length === portless.words.length ? { ...portless, words: spare } : copyOf(portless);
  if (matrix.words === spare) spare.set(portless.words);
  addOutward(matrix, plan, 'ported');
  const inward = new Inward(plan);
  for (let row = 0; row < matrix.size; row++) keepAdmitted(matrix, row, inward.sourcesOf(row));
  return matrix;
}

function addOutward(matrix: BitMatrix, plan: Plan, share: Share): void {
  const outward = new Outward(plan, share);
  const everyone = emptyBits(plan.table.capacity);
  plan.table.members.forEach((member, index) => {
    if (member) putBit(everyone, index, true);
  });
  scatter(matrix, { sources: outward.everywhere, destinations: everyone });
  for (const part of outward.parts) scatter(matrix, part);
}

/** The same after an update, in place: only rows of touched destinations and columns of touched sources are worked out. */
export function patchSlice(plan: Plan, old: BitMatrix, touched: Touched): BitMatrix {
  const { members } = plan.table;
  const matrix = old.size === members.length ? old : resized(old, members.length);
  const outward = new LettingOut(plan);
  const inward = new Inward(plan);
  const inside = (index: number) => index < matrix.size;
  for (const row of [...touched.members, ...touched.ingress].filter(inside)) putRow(matrix, row, plan, outward, inward);
  for (const column of [...touched.members, ...touched.egress].filter(inside)) {
    putColumn(matrix, column, plan, outward, inward);
  }
  return matrix;
}

export function copyOf(matrix: BitMatrix): BitMatrix {
  return { ...matrix, words: matrix.words.slice() };
}

function emptyMatrix(size: number, wordsPerRow: number): BitMatrix {
  return { size, wordsPerRow, words: new Uint32Array(size * wordsPerRow) };
}

function resized(old: BitMatrix, size: number): BitMatrix {
  const matrix = emptyMatrix(size, old.wordsPerRow);
  matrix.words.set(old.words.subarray(0, matrix.words.length));
  return matrix;
}

function rowOf({ words, wordsPerRow }: BitMatrix, row: number): Bits {
  return words.subarray(row * wordsPerRow, (row + 1) * wordsPerRow);
}

/** Leaves in a row whom its destination lets in. In place: views of thousands of rows would cost more than the work. */
function keepAdmitted({ words, wordsPerRow }: BitMatrix, row: number, sources: Bits | undefined): void {
  if (!sources) return;
  const start = row * wordsPerRow;
  for (let word = 0; word < wordsPerRow; word++) words[start + word]! &= sources[word]!;
}

/** Adds the sources to the row of every destination: a few words, since sources of a part are mostly neighbours. */
function scatter({ words, wordsPerRow }: BitMatrix, { sources, destinations }: Part): void {
  const [places, masks] = sparse(sources);
  for (let word = 0; word < destinations.length; word++) {
    for (let rest = destinations[word]!; rest !== 0; rest &= rest - 1) {
      const start = (word * 32 + 31 - Math.clz32(rest & -rest)) * wordsPerRow;
      for (let i = 0; i < places.length; i++) words[start + places[i]!]! |= masks[i]!;
    }
  }
}

/** Ascending numbers as words that are not empty, and their places. */
function sparse(numbers: readonly number[]): readonly [places: number[], masks: number[]] {
  const [places, masks]: [number[], number[]] = [[], []];
  for (const number of numbers) {
    if (places.at(-1) === number >>> 5) masks[masks.length - 1]! |= 1 << (number & 31);
    else {
      places.push(number >>> 5);
      masks.push(1 << (number & 31));
    }
  }
  return [places, masks];
}

function putRow(matrix: BitMatrix, row: number, { table }: Plan, outward: LettingOut, inward: Inward): void {
  const bits = rowOf(matrix, row);
  bits.fill(0);
  if (!table.members[row]) return;
  const letsOut = outward.to(row);
  table.members.forEach((member, source) => {
    if (member && letsOut(source)) putBit(bits, source, true);
  });
  keepAdmitted(matrix, row, inward.sourcesOf(row));
}

function putColumn(matrix: BitMatrix, column: number, { table }: Plan, outward: LettingOut, inward: Inward): void {
  const isLive = table.members[column] !== undefined;
  const letsOut = isLive ? outward.from(column) : () => false;
  const letsIn = isLive ? inward.admitting(column) : () => false;
  const [word, mask] = [column >>> 5, 1 << (column & 31)];
  for (let row = 0; row < matrix.size; row++) {
    const at = row * matrix.wordsPerRow + word;
    const isReached = table.members[row] !== undefined && letsOut(row) && letsIn(row);
    if (isReached) matrix.words[at]! |= mask;
    else matrix.words[at]! &= ~mask;
  }
}
