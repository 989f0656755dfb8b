import type { Graph, Layout, Point, Rectangle } from '../graph.ts';
import { EDGE_LABEL, edgeLabelSize } from '../measure/shape.ts';

/** Where along its line a label is tried, as a share of the line: the middle first. */
const TRIED = [0.5, 0.38, 0.62, 0.28, 0.72, 0.2, 0.8];

/**
 * Middles of the lines' labels, by edge. A label lies on its own line and neither on a box that is no frame nor on another
 * label; one that finds no such place is not in the answer, and is drawn nowhere.
 */
export function placeLabels({ edges }: Graph, layout: Layout, solid: readonly Rectangle[]): Map<string, Point> {
  const taken = [...solid];
  const places = new Map<string, Point>();
  for (const { id, label } of edges) {
    const points = layout.edges.get(id) ?? [];
    if (!label || points.length < 2) continue;
    const size = edgeLabelSize(label);
    const at = TRIED.map((share) => pointAt(points, share)).find((one) => isFree(around(one, size), taken));
    if (!at) continue;
    places.set(id, at);
    taken.push(around(at, size));
  }
  return places;
}

const around = ({ x, y }: Point, { width, height }: { width: number; height: number }): Rectangle => ({
  x: x - width / 2,
  y: y - height / 2,
  width,
  height,
});

const isFree = (one: Rectangle, taken: readonly Rectangle[]): boolean =>
  taken.every(
    (other) =>
      one.x + one.width + EDGE_LABEL.apart <= other.x ||
      other.x + other.width + EDGE_LABEL.apart <= one.x ||
      one.y + one.height + EDGE_LABEL.apart <= other.y ||
      other.y + other.height + EDGE_LABEL.apart <= one.y,
  );

/** The point that lies at a share of a line's width; lines run from left to right, or are taken by their pieces. */
function pointAt(points: readonly Point[], share: number): Point {
  const samples = sampled(points);
  const lengths = samples.slice(1).map(({ x, y }, index) => Math.hypot(x - samples[index]!.x, y - samples[index]!.y));
  let left = lengths.reduce((sum, length) => sum + length, 0) * share;
  for (const [index, length] of lengths.entries()) {
    if (left <= length && length > 0) return mix(samples[index]!, samples[index + 1]!, left / length);
    left -= length;
  }
  return samples.at(-1)!;
}

const STEPS = 12;

/** Points on the curves whose control points are given: a start, then groups of three. */
function sampled(points: readonly Point[]): Point[] {
  if ((points.length - 1) % 3 !== 0) return [...points];
  const samples = [points[0]!];
  for (let start = 0; start + 3 < points.length; start += 3) {
    const [a, b, c, d] = [points[start]!, points[start + 1]!, points[start + 2]!, points[start + 3]!];
    for (let step = 1; step <= STEPS; step++) samples.push(bezier(a, b, c, d, step / STEPS));
  }
  return samples;
}

const mix = (a: Point, b: Point, t: number): Point => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t });

/** De Casteljau's construction. */
function bezier(a: Point, b: Point, c: Point, d: Point, t: number): Point {
  const [ab, bc, cd] = [mix(a, b, t), mix(b, c, t), mix(c, d, t)];
  return mix(mix(ab, bc, t), mix(bc, cd, t), t);
}
