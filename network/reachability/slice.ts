import { addAll, type Bits, emptyBits, forEachBit, hasBit, keepCommon } from './bits.ts';
import { Inward } from './inward.ts';
import { Outward } from './outward.ts';
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

/** The whole matrix of a port: what sources let out, by destination, cut down to what each destination lets in. */
export function sliceAt(plan: Plan): BitMatrix {
  const { capacity, members } = plan.table;
  const matrix = emptyMatrix(members.length, (capacity + 31) >>> 5);
  const outward = new Outward(plan);
  for (let row = 0; row < matrix.size; row++) if (members[row]) rowOf(matrix, row).set(outward.everywhere);
  outward.forEachPart((sources, destinations) => scatter(matrix, sources, destinations));
  const inward = new Inward(plan);
  for (let row = 0; row < matrix.size; row++) {
    const sources = inward.sourcesOf(row);
    if (sources) keepCommon(rowOf(matrix, row), sources);
  }
  return matrix;
}

/** The same after an update, in place: only rows of touched destinations and columns of touched sources are worked out. */
export function patchSlice(plan: Plan, old: BitMatrix, touched: Touched): BitMatrix {
  const { members } = plan.table;
  const matrix = old.size === members.length ? old : resized(old, members.length);
  const outward = new Outward(plan);
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

/** Adds the sources to the row of every destination. Most words of `sources` are empty, so only the others are written. */
function scatter({ words, wordsPerRow }: BitMatrix, sources: Bits, destinations: Bits): void {
  const places = [...sources.keys()].filter((word) => sources[word] !== 0);
  const masks = places.map((word) => sources[word]!);
  forEachBit(destinations, (row) => {
    const start = row * wordsPerRow;
    for (let i = 0; i < places.length; i++) words[start + places[i]!]! |= masks[i]!;
  });
}

function putRow(matrix: BitMatrix, row: number, { table }: Plan, outward: Outward, inward: Inward): void {
  const bits = rowOf(matrix, row);
  bits.fill(0);
  if (!table.members[row]) return;
  bits.set(outward.everywhere);
  outward.forEachPart((sources, destinations) => {
    if (hasBit(destinations, row)) addAll(bits, sources);
  });
  const sources = inward.sourcesOf(row);
  if (sources) keepCommon(bits, sources);
}

function putColumn(matrix: BitMatrix, column: number, { table }: Plan, outward: Outward, inward: Inward): void {
  const isLive = table.members[column] !== undefined;
  const destinations = isLive ? outward.destinationsOf(column) : emptyBits(table.capacity);
  const admitting = isLive ? inward.admitting(column) : undefined;
  const [word, mask] = [column >>> 5, 1 << (column & 31)];
  for (let row = 0; row < matrix.size; row++) {
    const at = row * matrix.wordsPerRow + word;
    const isReached = isLive && table.members[row] && hasBit(destinations, row) && admitting!(row);
    if (isReached) matrix.words[at]! |= mask;
    else matrix.words[at]! &= ~mask;
  }
}
