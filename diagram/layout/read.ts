import type { Graph, Layout, Point, Rectangle } from '../graph.ts';
import { innerCurve, outerCurve } from './lines.ts';
import { type Block, entryHeight, exitHeight, type Outline, strandKey } from './outline.ts';
import { shifted } from './packed.ts';

/** The part of dot's JSON that is read. Points, origin at the bottom left. */
interface DotJson {
  readonly objects?: readonly { readonly name: string; readonly pos?: string }[];
  readonly edges?: readonly { readonly id?: string; readonly pos?: string }[];
}

/** Free space around the picture, CSS pixels. */
const MARGIN = 8;

/** Turns dot's answer into positions for every box and every edge of the graph. */
export function readLayout(graph: Graph, outline: Outline, json: string): Layout {
  const answer = JSON.parse(json) as DotJson;
  const origins = originsOf(outline, answer);
  const boxes = new Map(
    outline.blocks.flatMap(({ name, content }) =>
      [...content.boxes].map(([id, at]) => [id, shifted(at, origins.get(name)!)] as const),
    ),
  );
  const curves = new Map((answer.edges ?? []).map(({ id, pos }) => [id, curve(pos ?? '')]));
  const strands = new Map(
    outline.strands.map(({ tail, head }, index) => [strandKey(tail, head), curves.get(`e${index}`)]),
  );
  const outer = outline.outer.map((edge) => {
    const [tail, head] = [outline.blockOf.get(edge.from)!, outline.blockOf.get(edge.to)!];
    return [edge.id, outerCurve(edge, outline, origins, strands.get(strandKey(tail, head)) ?? [])] as const;
  });
  const inner = outline.inner.map((edge) => [edge.id, innerCurve(edge, outline, origins)] as const);
  const byId = new Map([...outer, ...inner]);
  return cropped(boxes, new Map(graph.edges.map(({ id }) => [id, byId.get(id) ?? []])));
}

const numbers = (text: string): number[] => text.split(',').map(Number);

/** Top left corners of the blocks, on whole pixels, so that lines are sharp. dot counts from the bottom. */
function originsOf(outline: Outline, { objects = [] }: DotJson): Map<string, Point> {
  const centres = new Map(objects.map(({ name, pos = '' }) => [name, numbers(pos)]));
  const origins = new Map(
    outline.blocks.map(({ name, content }) => {
      const [x = 0, y = 0] = centres.get(name) ?? [];
      return [name, { x: Math.round(x - content.width / 2), y: Math.round(-y - content.height / 2) }];
    }),
  );
  for (const column of outline.columns) alignLeft(column, origins);
  levelLines(outline, origins);
  return origins;
}

/** dot centres what stands above each other. */
function alignLeft(column: readonly Block[], origins: Map<string, Point>): void {
  const x = Math.min(...column.map(({ name }) => origins.get(name)!.x));
  for (const { name } of column) origins.set(name, { ...origins.get(name)!, x });
}

/** Rounding leaves lines that dot meant to be level a pixel or two aslant, which one sees: cards follow their first line. */
function levelLines({ outer, blockOf }: Outline, origins: Map<string, Point>): void {
  const settled = new Set<string>();
  for (const { from, to } of outer) {
    const [tail, head] = [blockOf.get(from)!, blockOf.get(to)!];
    const [start, end] = [origins.get(tail.name)!, origins.get(head.name)!];
    const slant = start.y + exitHeight(tail, from) - end.y - entryHeight(head, to);
    if (slant === 0 || Math.abs(slant) > 3 || settled.has(head.name) || head.box.children.length > 0) continue;
    settled.add(head.name);
    origins.set(head.name, { x: end.x, y: end.y + slant });
  }
}

/** A position of dot's: control points, and perhaps `s,x,y` and `e,x,y` for where arrows would point. */
function curve(pos: string): Point[] {
  const points = pos.split(' ').filter((part) => /^[-\d.]+,/.test(part));
  return points.map((part) => {
    const [x = 0, y = 0] = numbers(part);
    return { x, y: -y };
  });
}

/** Moves everything so that the picture begins at its own margin. Control points may lie outside of their curve: no harm. */
function cropped(boxes: ReadonlyMap<string, Rectangle>, edges: ReadonlyMap<string, readonly Point[]>): Layout {
  const corners = [...boxes.values()].flatMap(({ x, y, width, height }) => [
    { x, y },
    { x: x + width, y: y + height },
  ]);
  const points = [...corners, ...[...edges.values()].flat()];
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, top] = [Math.floor(least(xs)) - MARGIN, Math.floor(least(ys)) - MARGIN];
  const move = <P extends Point>(at: P): P => ({ ...at, x: tenth(at.x - left), y: tenth(at.y - top) });
  return {
    width: Math.ceil(-least(xs.map((x) => -x))) - left + MARGIN,
    height: Math.ceil(-least(ys.map((y) => -y))) - top + MARGIN,
    boxes: new Map([...boxes].map(([id, at]) => [id, move(at)])),
    edges: new Map([...edges].map(([id, points]) => [id, points.map(move)])),
  };
}

/** Without spreading: a large picture has more points than a call may have arguments. */
const least = (values: readonly number[]): number =>
  values.reduce((low, value) => Math.min(low, value), values[0] ?? 0);

const tenth = (value: number): number => Math.round(value * 10) / 10;
