/*
 * Where a packet is drawn in the picture, and how it gets from one box to another. Plain numbers, so that it can be tested
 * without a page.
 */

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface Frame extends Spot {
  readonly width: number;
  readonly height: number;
}

/** Just outside the right edge of a box, where no label is; of one with boxes in it on the upper edge. */
export function spotOf({ x, y, width, height }: Frame, holdsBoxes: boolean): Spot {
  return holdsBoxes ? { x: x + width - Math.min(24, width / 2), y } : { x: x + width + 7, y: y + height / 2 };
}

/** From one spot to another along a line between their boxes, which may be drawn the other way round. */
export function wayBetween(from: Spot, to: Spot, line: readonly Spot[] = []): readonly Spot[] {
  const [first, last] = [line[0], line.at(-1)];
  if (!first || !last) return [from, to];
  const forwards = distance(from, first) + distance(last, to);
  const backwards = distance(from, last) + distance(first, to);
  return [from, ...(forwards <= backwards ? line : line.toReversed()), to];
}

/** The spot on a way after a share (0 to 1) of its length. */
export function spotOn(way: readonly Spot[], share: number): Spot {
  const lengths = way.slice(1).map((spot, index) => distance(way[index]!, spot));
  let left = lengths.reduce((sum, length) => sum + length, 0) * Math.min(1, Math.max(0, share));
  for (const [index, length] of lengths.entries()) {
    if (left <= length && length > 0) return between(way[index]!, way[index + 1]!, left / length);
    left -= length;
  }
  return way.at(-1)!;
}

const distance = (a: Spot, b: Spot) => Math.hypot(b.x - a.x, b.y - a.y);
const between = (a: Spot, b: Spot, share: number): Spot => ({
  x: a.x + (b.x - a.x) * share,
  y: a.y + (b.y - a.y) * share,
});
