/** A set of small numbers, one bit each. */
export type Bits = Uint32Array;

const PER_PIECE = 256;

/** Room for numbers below `capacity`. */
export function emptyBits(capacity: number): Bits {
  return new Uint32Array((capacity + 31) >>> 5);
}

/** Sets that are kept as long as each other, cut from large pieces of memory: thousands of small ones cost far more. */
export class BitsPool {
  readonly #words: number;
  readonly #sets: Bits[] = [];
  #used = 0;

  constructor(capacity: number) {
    this.#words = (capacity + 31) >>> 5;
  }

  /** An empty set. */
  take(): Bits {
    if (this.#used === this.#sets.length) this.#addPiece();
    return this.#sets[this.#used++]!.fill(0);
  }

  copyOf(bits: Bits): Bits {
    const copy = this.take();
    copy.set(bits);
    return copy;
  }

  /** From now on sets that were taken may be given to others. */
  clear(): void {
    this.#used = 0;
  }

  #addPiece(): void {
    const piece = new Uint32Array(this.#words * PER_PIECE);
    for (let start = 0; start < piece.length; start += this.#words) {
      this.#sets.push(piece.subarray(start, start + this.#words));
    }
  }
}

export function hasBit(bits: Bits, index: number): boolean {
  return ((bits[index >>> 5]! >>> (index & 31)) & 1) === 1;
}

export function putBit(bits: Bits, index: number, value: boolean): void {
  const mask = 1 << (index & 31);
  if (value) bits[index >>> 5]! |= mask;
  else bits[index >>> 5]! &= ~mask;
}

/** Adds everything that is in `other`. */
export function addAll(bits: Bits, other: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word]! |= other[word]!;
}

/** Adds what is in both others. */
export function addCommon(bits: Bits, one: Bits, other: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word]! |= one[word]! & other[word]!;
}

/** Keeps what is in `other` too. */
export function keepCommon(bits: Bits, other: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word]! &= other[word]!;
}

export function removeAll(bits: Bits, other: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word]! &= ~other[word]!;
}

/** Calls for every number of the set, upwards. A function and no generator: it is the inmost loop of a matrix. */
export function forEachBit(bits: Bits, visit: (index: number) => void): void {
  for (let word = 0; word < bits.length; word++) {
    for (let rest = bits[word]!; rest !== 0; rest &= rest - 1) visit(word * 32 + 31 - Math.clz32(rest & -rest));
  }
}

/** The words of a set that are not empty, and their places. */
export interface Sparse {
  readonly places: readonly number[];
  readonly masks: readonly number[];
}

/** Ascending numbers as words. */
export function sparse(numbers: readonly number[]): Sparse {
  const [places, masks]: [number[], number[]] = [[], []];
  for (const number of numbers) {
    if (places.at(-1) === number >>> 5) masks[masks.length - 1]! |= 1 << (number & 31);
    else {
      places.push(number >>> 5);
      masks.push(1 << (number & 31));
    }
  }
  return { places, masks };
}

/** Whether some number is in both. */
export function meets(bits: Bits, { places, masks }: Sparse): boolean {
  for (let i = 0; i < places.length; i++) if ((bits[places[i]!]! & masks[i]!) !== 0) return true;
  return false;
}

/** A set as words. */
export function sparseOf(bits: Bits): Sparse {
  const places: number[] = [];
  for (let word = 0; word < bits.length; word++) if (bits[word] !== 0) places.push(word);
  return { places, masks: places.map((place) => bits[place]!) };
}
