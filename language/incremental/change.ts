/** The stretch of a text that is not what it was: `[start, oldEnd)` before, `[start, newEnd)` now. */
export interface TextChange {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** What lies between the equal beginnings and ends of two texts. */
export function changeBetween(before: string, after: string): TextChange {
  const shorter = Math.min(before.length, after.length);
  const start = equalLength(shorter, (from, to) => before.slice(from, to) === after.slice(from, to));
  const fromEnd = (text: string, from: number, to: number) => text.slice(text.length - to, text.length - from);
  const end = equalLength(shorter - start, (from, to) => fromEnd(before, from, to) === fromEnd(after, from, to));
  return { start, oldEnd: before.length - end, newEnd: after.length - end };
}

/** How many characters are equal, at most `limit`: whole pieces are compared, then halves of the one that differs. */
function equalLength(limit: number, isEqual: (from: number, to: number) => boolean): number {
  let known = 0;
  for (let step = PIECE; step >= 1; step = Math.floor(step / 2))
    while (known + step <= limit && isEqual(known, known + step)) known += step;
  return known;
}

const PIECE = 8192;
