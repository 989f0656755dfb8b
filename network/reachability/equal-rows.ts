import type { Bits } from './bits.ts';
import type { Rows } from './rows.ts';

/** Finds rows that were made before for others, by what is in them; it is a user of each until it lets go of them. */
export class EqualRows {
  readonly #rows: Rows;
  /** Of rows whose hashes are alike only the first is found. */
  readonly #byHash = new Map<number, number>();

  constructor(rows: Rows) {
    this.#rows = rows;
  }

  /** A row that says what `line` does, held for the caller. */
  of(line: Bits): number {
    const hash = hashOf(line);
    const known = this.#byHash.get(hash);
    if (known !== undefined && this.#says(known, line)) return this.#rows.hold(known);
    const row = this.#rows.take();
    this.#rows.pieceOf(row).set(line, this.#rows.startOf(row));
    if (known === undefined) this.#byHash.set(hash, this.#rows.hold(row));
    return row;
  }

  /** To be called before rows are written to. */
  letGo(): void {
    for (const row of this.#byHash.values()) this.#rows.drop(row);
    this.#byHash.clear();
  }

  #says(row: number, line: Bits): boolean {
    const [piece, start] = [this.#rows.pieceOf(row), this.#rows.startOf(row)];
    for (let word = 0; word < line.length; word++) if (piece[start + word] !== line[word]) return false;
    return true;
  }
}

/** Two chains of multiplications, which a processor does side by side. */
function hashOf(line: Bits): number {
  let [even, odd] = [1, 2];
  for (let word = 0; word + 1 < line.length; word += 2) {
    even = Math.imul(even, 0x01000193) ^ line[word]!;
    odd = Math.imul(odd, 0x85ebca6b) ^ line[word + 1]!;
  }
  const last = line.length % 2 === 1 ? line[line.length - 1]! : 0;
  return Math.imul(even ^ (even >>> 15) ^ last, 0x2c1b3c6d) ^ (odd ^ (odd >>> 13));
}
