/** Rows are cut from pieces of 2 to the power of this: thousands of small pieces of memory cost far more. */
const PIECE = 8;

/** Number of the row without anybody; there is always one. */
export const EMPTY_ROW = 0;

/**
 * Rows of bits by number, which many destinations on many ports may have in common. A row is written to only by its single
 * user; its number is given away again when the last user has gone.
 */
export class Rows {
  readonly wordsPerRow: number;
  readonly #pieces: Uint32Array[] = [];
  readonly #users: number[] = [];
  readonly #free: number[] = [];

  constructor(capacity: number) {
    this.wordsPerRow = (capacity + 31) >>> 5;
    this.#users[this.take()] = Number.POSITIVE_INFINITY;
  }

  /** Memory in which the row lies, from {@link startOf} on. */
  pieceOf(row: number): Uint32Array {
    return this.#pieces[row >>> PIECE]!;
  }

  startOf(row: number): number {
    return (row & (2 ** PIECE - 1)) * this.wordsPerRow;
  }

  wordOf(row: number, word: number): number {
    return this.pieceOf(row)[this.startOf(row) + word]!;
  }

  /** One word of every row. */
  column(word: number): Uint32Array {
    const column = new Uint32Array(this.#pieces.length << PIECE);
    this.#pieces.forEach((piece, i) => {
      for (let row = i << PIECE, at = word; at < piece.length; row++, at += this.wordsPerRow) column[row] = piece[at]!;
    });
    return column;
  }

  has(row: number, index: number): boolean {
    return ((this.wordOf(row, index >>> 5) >>> (index & 31)) & 1) === 1;
  }

  /** A row with one user, whose words are whatever a former user left. */
  take(): number {
    const row = this.#free.pop() ?? this.#users.length;
    this.#users[row] = 1;
    if (row >>> PIECE === this.#pieces.length) {
      this.#pieces.push(new Uint32Array(2 ** PIECE * this.wordsPerRow));
    }
    return row;
  }

  /** One more user of a row. */
  hold(row: number): number {
    this.#users[row]!++;
    return row;
  }

  /** One user less. */
  drop(row: number): void {
    if (--this.#users[row]! === 0) this.#free.push(row);
  }

  isShared(row: number): boolean {
    return this.#users[row]! > 1;
  }

  /** A row of one's own that says the same: the row itself where nobody else uses it. */
  own(row: number): number {
    if (!this.isShared(row)) return row;
    const copy = this.take();
    const start = this.startOf(row);
    this.pieceOf(copy).set(this.pieceOf(row).subarray(start, start + this.wordsPerRow), this.startOf(copy));
    this.drop(row);
    return copy;
  }
}
