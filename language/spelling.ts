/** How many letters one has to change, add, drop or swap with a neighbour to get from one word to the other; case hardly counts. */
function spellingDistance(a: string, b: string): number {
  const width = b.length + 1;
  let before: number[] = [];
  let previous = Array.from({ length: width }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j < width; j++) {
      const cost = letterCost(a[i - 1]!, b[j - 1]!);
      let best = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + cost);
      if (cost > 0 && i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, before[j - 2]! + 1);
      row.push(best);
    }
    before = previous;
    previous = row;
  }
  return previous[width - 1]!;
}

function letterCost(a: string, b: string): number {
  if (a === b) return 0;
  return a.toLowerCase() === b.toLowerCase() ? 0.1 : 1;
}

/** The candidate that was most probably meant: at most a third of its letters differ. Undefined where none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > allowance(candidate)) continue;
    const distance = spellingDistance(word, candidate);
    if (distance > allowance(candidate) || distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

/** Words of two letters may differ in nothing but case; of three to five letters in one; longer ones in a third. */
function allowance(word: string): number {
  if (word.length <= 2) return 0.5;
  return Math.max(1, Math.floor(word.length / 3));
}
