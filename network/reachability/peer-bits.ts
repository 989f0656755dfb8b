import { type Bits, BitsPool, putBit } from './bits.ts';
import { admits, type Party, type PeerSet } from './party.ts';
import { PeerIndex } from './peer-index.ts';
import type { Table, Touched } from './table.ts';

/** Sets that nobody uses any more are let go when there are this many times as many as there were. */
const STALE = 2;

/** Who belongs to which set of peers, as bits over the classes of a table; made when asked for. */
export class PeerBits {
  readonly #table: Table;
  /** By the numbers of sets. */
  #bits: (Bits | undefined)[] = [];
  #sets: PeerSet[] = [];
  #pool: BitsPool;
  #index: PeerIndex | undefined;
  #fresh = 0;

  constructor(table: Table) {
    this.#table = table;
    this.#pool = new BitsPool(table.capacity);
  }

  of(set: PeerSet): Bits {
    let bits = this.#bits[set.id];
    if (!bits) {
      bits = this.#pool.take();
      this.#table.postings.select(set, bits);
      this.#bits[set.id] = bits;
      this.#sets.push(set);
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
      if (admits(set, party)) putBit(this.#bits[set.id]!, index, value);
    }
  }

  #indexed(): PeerIndex {
    if (!this.#index) {
      this.#index = new PeerIndex();
      for (const set of this.#sets) this.#index.add(set);
    }
    return this.#index;
  }

  /** Every letter typed into a policy may be another set of peers: all are forgotten at times, and made when asked for. */
  #letGo(): void {
    if (this.#fresh === 0) this.#fresh = this.#sets.length + 1000;
    if (this.#sets.length < STALE * this.#fresh) return;
    [this.#bits, this.#sets] = [[], []];
    this.#pool = new BitsPool(this.#table.capacity);
    this.#index = undefined;
    this.#fresh = 0;
  }
}
