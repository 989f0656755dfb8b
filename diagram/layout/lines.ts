import type { Edge, Point, Rectangle } from '../graph.ts';
import { direct, joined, throughWaypoints } from './curves.ts';
import type { Block, Outline } from './outline.ts';
import { movedLane, shifted } from './packed.ts';

/** Top left corners of the blocks by name. */
type Origins = ReadonlyMap<string, Point>;

/** Out of one block by its lane, across the free space between the two, into the other by its lane. */
export function outerCurve({ from, to }: Edge, outline: Outline, origins: Origins, across: readonly Point[]) {
  const [tail, head] = [outline.blockOf.get(from)!, outline.blockOf.get(to)!];
  const out = movedLane(tail.content.lanes.get(from)!.right, origins.get(tail.name)!);
  const into = movedLane(head.content.lanes.get(to)!.left, origins.get(head.name)!);
  const [start, end] = [out.at(-1)!, into[0]!];
  const gutter = gutterBetween(tail, head, outline.blocks, origins);
  const between = gutter ? throughGutter(start, end, gutter) : fitted(across, start, end);
  return joined(throughWaypoints(out), between, throughWaypoints(into));
}

interface Span {
  readonly left: number;
  readonly right: number;
}

/**
 * The free space between the columns of two blocks, when they are neighbours: there all lines may swing alike. dot's own
 * curve is for the others, which have to find their way between blocks.
 */
function gutterBetween(tail: Block, head: Block, blocks: readonly Block[], origins: Origins): Span | undefined {
  const span = ({ name, content }: Block): Span => {
    const { x } = origins.get(name)!;
    return { left: x, right: x + content.width };
  };
  const spans = blocks.map(span);
  const beside = (one: Span) => spans.filter(({ left, right }) => left < one.right && one.left < right);
  const left = Math.max(...beside(span(tail)).map(({ right }) => right));
  const right = Math.min(...beside(span(head)).map((one) => one.left));
  const between = spans.some((one) => one.left < right && one.right > left);
  return left < right && !between ? { left, right } : undefined;
}

const throughGutter = (start: Point, end: Point, { left, right }: Span): Point[] =>
  throughWaypoints([start, { x: left, y: start.y }, { x: right, y: end.y }, end]);

/** dot's curve with its ends on the very points where the lanes begin, leaving and arriving horizontally. */
function fitted(across: readonly Point[], start: Point, end: Point): Point[] {
  if (across.length < 7) return direct(start, end);
  const inside = across.slice(2, -2);
  const first = { x: between(across[1]!.x, start.x, inside[1]!.x), y: start.y };
  const last = { x: between(across.at(-2)!.x, inside.at(-2)!.x, end.x), y: end.y };
  return [start, first, ...inside, last, end];
}

const between = (value: number, a: number, b: number): number =>
  Math.min(Math.max(value, Math.min(a, b)), Math.max(a, b));

/** A line within one block. */
export function innerCurve({ from, to }: Edge, { blockOf }: Outline, origins: Origins): Point[] {
  const { content, name } = blockOf.get(from)!;
  const ends = [rightOf(content.boxes.get(from)!), leftOf(content.boxes.get(to)!)] as const;
  return direct(ends[0], ends[1]).map((point) => shifted(point, origins.get(name)!));
}

const rightOf = ({ x, y, width, height }: Rectangle): Point => ({ x: x + width, y: y + Math.min(height, 60) / 2 });
const leftOf = ({ x, y, height }: Rectangle): Point => ({ x, y: y + Math.min(height, 60) / 2 });
