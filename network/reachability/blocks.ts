import type { Part } from './at-port.ts';
import type { Bits } from './bits.ts';

/** Calls with the number of every block of 32 neighbouring rows, and which of them are meant, a bit each. */
export function forEachBlock(rows: Bits, visit: (block: number, rows: number) => void): void {
  for (let block = 0; block < rows.length; block++) if (rows[block] !== 0) visit(block, rows[block]!);
}

/** Calls with the place of each row in its block. */
export function forEachPlace(rows: number, visit: (place: number) => void): void {
  for (let rest = rows; rest !== 0; rest &= rest - 1) visit(31 - Math.clz32(rest & -rest));
}

/**
 * Adds the sources of each part to the rows of its destinations in a block; `words` are the block's. Few words a part, since
 * sources are mostly neighbours.
 */
export function scatter(words: Uint32Array, parts: readonly Part[], block: number, rows: number): void {
  const wordsPerRow = words.length >>> 5;
  for (const { members, others } of parts) {
    const { places, masks } = members;
    for (let rest = others[block]! & rows; rest !== 0; rest &= rest - 1) {
      const start = (31 - Math.clz32(rest & -rest)) * wordsPerRow;
      for (let i = 0; i < places.length; i++) words[start + places[i]!]! |= masks[i]!;
    }
  }
}
