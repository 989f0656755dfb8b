import type { Address } from '../../address/address.ts';
import { containsPrefix, type Prefix } from '../../address/prefix.ts';
import type { RangeSet } from '../../address/ranges.ts';
import { entry } from '../grouping.ts';

/**
 * Blocks that have addresses left when no whole block is (`StrictAffinity` off): the first such node lends, and it lends
 * its last address, while its own pods count up from the first.
 */
export class Lenders {
  readonly #blocks: readonly (readonly Prefix[])[];
  readonly #left: number[];
  readonly #written: RangeSet;
  readonly #streams = new Map<Prefix, Iterator<Address>>();
  /** Nodes before this one have nothing left. */
  #first = 0;

  constructor(blocks: readonly (readonly Prefix[])[], left: number[], written: RangeSet) {
    this.#blocks = blocks;
    this.#left = left;
    this.#written = written;
  }

  /** An address out of a block of one of the pools; undefined where there is none left. */
  lend(pools: readonly Prefix[]): Address | undefined {
    while (this.#first < this.#left.length && this.#left[this.#first]! <= 0) this.#first++;
    for (let node = this.#first; node < this.#blocks.length; node++) {
      if (this.#left[node]! <= 0) continue;
      for (const block of [...this.#blocks[node]!].reverse()) {
        if (!pools.some((pool) => containsPrefix(pool, block))) continue;
        const next = this.#stream(block).next();
        if (next.done) continue;
        this.#left[node]!--;
        return next.value;
      }
    }
    return undefined;
  }

  #stream(block: Prefix): Iterator<Address> {
    return entry(this.#streams, block, () => this.#written.freeDownwards(block));
  }
}
