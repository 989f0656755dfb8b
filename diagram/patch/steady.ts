/** The members of the longest increasing subsequence of distinct numbers (patience sorting, n log n). */
export function steady(numbers: readonly number[]): Set<number> {
  /** The smallest last number of all rows of each length, and which came before each number. */
  const ends: number[] = [];
  const before = new Map<number, number | undefined>();
  for (const number of numbers) {
    const length = firstNotBelow(ends, number);
    before.set(number, ends[length - 1]);
    ends[length] = number;
  }
  const found = new Set<number>();
  for (let one = ends.at(-1); one !== undefined; one = before.get(one)) found.add(one);
  return found;
}

/** Index of the first of sorted numbers that is not below `limit`; their count when all are. */
function firstNotBelow(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
