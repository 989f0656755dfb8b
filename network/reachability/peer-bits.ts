import { type Bits, putBit } from './bits.ts';
import { admits, type PeerSet } from './party.ts';
import type { Table } from './table.ts';

/** Who belongs to which set of peers, as bits over the classes of a table; made when asked for. */
export class PeerBits {
  readonly #table: Table;
  readonly #bits = new Map<PeerSet, Bits>();

  constructor(table: Table) {
    this.#table = table;
  }

  of(set: PeerSet): Bits {
    let bits = this.#bits.get(set);
    if (!bits) {
      bits = this.#table.postings.select(set);
      this.#bits.set(set, bits);
    }
    return bits;
  }

  /** Looks again at classes that came or went. */
  refresh(touched: ReadonlySet<number>): void {
    for (const index of touched) {
      const party = this.#table.members[index]?.party;
      for (const [set, bits] of this.#bits) putBit(bits, index, party !== undefined && admits(set, party));
    }
  }
}
