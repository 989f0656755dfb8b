import { AtPort } from './at-port.ts';
import type { Bases } from './bases.ts';
import { type Bits, keepCommon } from './bits.ts';
import { forEachBlock, forEachPlace, scatter } from './blocks.ts';
import type { Plan } from './plan.ts';
import type { Rows } from './rows.ts';

/**
 * Who may talk to whom on one port: a bit matrix, a row of sources for each destination. Rows and columns are the classes
 * of a table; those that have gone, or have not come yet, are empty. Equal rows are one, in other matrices too.
 */
export interface BitMatrix {
  readonly rows: Rows;
  /** The number of each destination's row. */
  readonly of: Int32Array;
}

export function hasCell({ rows, of }: BitMatrix, source: number, destination: number): boolean {
  return rows.has(of[destination]!, source);
}

/**
 * The whole matrix of a port: what sources let out, by destination, cut down to what each destination lets in. Some rows
 * after the other, so that they stay in the processor's cache until it is known whether there are such rows already.
 */
export function sliceAt(plan: Plan, bases: Bases): BitMatrix {
  plan.room.clear();
  const of = new Int32Array(plan.table.capacity);
  const base = bases.at(plan);
  const [outward, inward] = [new AtPort(plan, plan.sides.outward), new AtPort(plan, plan.sides.inward, base)];
  const parts = outward.parts((numbers) => !base?.sets.has(numbers));
  const block = new Uint32Array(32 * plan.rows.wordsPerRow);
  const lines = linesOf(block);
  forEachBlock(inward.receptive(), (number, rows) => {
    if (base) block.set(base.words.subarray(number * block.length, (number + 1) * block.length));
    else for (const line of lines) line.set(plan.sides.outward.open);
    scatter(block, parts, number, rows);
    forEachPlace(rows, (place) => {
      const [row, line] = [number * 32 + place, lines[place]!];
      const admitted = inward.othersOf(row);
      if (admitted) keepCommon(line, admitted);
      of[row] = plan.equal.of(line);
    });
  });
  return { rows: plan.rows, of };
}

/** The rows of a block. */
function linesOf(block: Uint32Array): Bits[] {
  const length = block.length / 32;
  return Array.from({ length: 32 }, (_, i) => block.subarray(i * length, (i + 1) * length));
}

/** The same rows, which are one until one of the matrices changes. */
export function copyOf({ rows, of }: BitMatrix): BitMatrix {
  for (const row of of) rows.hold(row);
  return { rows, of: of.slice() };
}

/** Gives away the rows that no other matrix has. */
export function letGo({ rows, of }: BitMatrix): void {
  for (const row of of) rows.drop(row);
}
