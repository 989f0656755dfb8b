import { type Bits, BitsPool } from './bits.ts';
import type { Use } from './sides.ts';

/** Whom some of the grants of a group mean together, by which of them; until classes come or go. */
export class Unions {
  readonly #known = new Map<readonly Use[], Map<number, Bits>>();
  readonly #pool: BitsPool;

  constructor(capacity: number) {
    this.#pool = new BitsPool(capacity);
  }

  /** `which`: a bit for each of the grants that count. */
  of(uses: readonly Use[], which: number, add: (union: Bits) => void): Bits {
    let known = this.#known.get(uses);
    if (!known) {
      known = new Map();
      this.#known.set(uses, known);
    }
    let bits = known.get(which);
    if (!bits) {
      bits = this.#pool.take();
      add(bits);
      known.set(which, bits);
    }
    return bits;
  }
}
