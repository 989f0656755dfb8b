import type { Point } from '../graph.ts';

/*
 * Lines as control points of cubic Bézier curves: a start, then groups of three. Every line leaves and arrives
 * horizontally, so that it reads as one stroke from box to box.
 */

/** Through waypoints from left to right (or back): straight between two of one height, an S between two heights. */
export function throughWaypoints(points: readonly Point[]): Point[] {
  const [first, ...rest] = points;
  if (!first) return [];
  const curve: Point[] = [first];
  for (const to of rest) {
    const from = curve.at(-1)!;
    if (from.x === to.x && from.y === to.y) continue;
    curve.push(...(from.y === to.y ? straight(from, to) : swing(from, to)));
  }
  return curve;
}

/** A line directly from one box to another: an S to the right, or a bow around when the target is not to the right. */
export function direct(from: Point, to: Point): Point[] {
  if (to.x - from.x >= 12) return [from, ...(from.y === to.y ? straight(from, to) : swing(from, to))];
  const bow = 18 + Math.abs(to.y - from.y) / 12;
  return [from, { x: from.x + bow, y: from.y }, { x: Math.max(from.x, to.x) + bow, y: to.y }, to];
}

const straight = (from: Point, to: Point): Point[] => [from, to, to];

function swing(from: Point, to: Point): Point[] {
  const middle = (from.x + to.x) / 2;
  return [{ x: middle, y: from.y }, { x: middle, y: to.y }, to];
}

/** Joins curves that meet; small distances between the end of one and the start of the next are closed. */
export function joined(...curves: readonly (readonly Point[])[]): Point[] {
  const whole: Point[] = [];
  for (const [start, ...rest] of curves) {
    const end = whole.at(-1);
    if (!start) continue;
    if (!end) whole.push(start);
    else if (start.x !== end.x || start.y !== end.y) whole.push(...straight(end, start));
    whole.push(...rest);
  }
  return whole;
}
