import { type Bits, BitsPool, putBit } from './bits.ts';
import { admits, type Party, type PeerSet } from './party.ts';
import { PeerIndex } from './peer-index.ts';
import type { Table, Touched } from './table.ts';

/** Sets that nobody uses any more are let go when there are this many times as many as there were. */
const STALE = 2;

/** Who belongs to which set of peers, as bits over the classes of a table; made when asked for. */
export class PeerBits {
  readonly #table: Table;
  readonly #bits = new Map<PeerSet, Bits>();
  #pool: BitsPool;
  #index: PeerIndex | undefined;
  #fresh = 0;

  constructor(table: Table) {
    this.#table = table;
    this.#pool = new BitsPool(table.capacity);
  }

  of(set: PeerSet): Bits {
    let bits = this.#bits.get(set);
    if (!bits) {
      bits = this.#pool.take();
      this.#table.postings.select(set, bits);
      this.#bits.set(set, bits);
      this.#index?.add(set);
    }
    return bits;
  }

  /** Looks again at classes that came or went: each asks only the sets that it may belong to. */
  refresh({ members, gone }: Touched): void {
    this.#letGo();
    for (const [index, party] of gone) this.#put(index, party, false);
    for (const index of members) {
      const party = this.#table.members[index]?.party;
      if (party) this.#put(index, party, true);
    }
  }

  #put(index: number, party: Party, value: boolean): void {
    for (const set of this.#indexed().candidates(party)) {
      if (admits(set, party)) putBit(this.#bits.get(set)!, index, value);
    }
  }

  #indexed(): PeerIndex {
    if (!this.#index) {
      this.#index = new PeerIndex();
      for (const set of this.#bits.keys()) this.#index.add(set);
    }
    return this.#index;
  }

  /** Every letter typed into a policy may be another set of peers: all are forgotten at times, and made when asked for. */
  #letGo(): void {
    if (this.#fresh === 0) this.#fresh = this.#bits.size + 1000;
    if (this.#bits.size < STALE * this.#fresh) return;
    this.#bits.clear();
    this.#pool = new BitsPool(this.#table.capacity);
    this.#index = undefined;
    this.#fresh = 0;
  }
}
