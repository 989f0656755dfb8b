/** Chance that is the same in every run: mulberry32. */
export interface Chance {
  /** From 0, below `limit`. */
  below(limit: number): number;
  pick<T>(values: readonly T[]): T;
  /** True once in `n` times. */
  oneIn(n: number): boolean;
}

export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  return { below, pick: (values) => values[below(values.length)]!, oneIn: (n) => below(n) === 0 };
}
