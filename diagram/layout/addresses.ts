import type { Box, Graph, Layout, Rectangle } from '../graph.ts';
import { headerHeight, headerWidth } from '../measure/shape.ts';

const WIDTH = { least: 200, padding: 12, gap: 6, column: 28, margin: 8 };

/** Pixels that a range gets for each doubling of its size over the smallest in its frame, up to a limit. */
const PER_BIT = 5;
const TALLEST = 90;

/**
 * The address plan from left to right, a column a range, the ranges in it below each other in the order of their addresses.
 * No engine is needed: the order says where everything is.
 */
export function layoutAddresses({ boxes }: Graph): Layout {
  const places = new Map<string, Rectangle>();
  let x = WIDTH.margin;
  let height = 0;
  for (const box of boxes) {
    const width = widthOf(box);
    const used = place(box, { x, y: WIDTH.margin }, width, 0, places);
    x += width + WIDTH.column;
    height = Math.max(height, used);
  }
  const width = boxes.length === 0 ? 0 : x - WIDTH.column + WIDTH.margin;
  return { width, height: boxes.length === 0 ? 0 : height + 2 * WIDTH.margin, boxes: places, edges: new Map() };
}

function widthOf(box: Box): number {
  const inside = box.children.map((child) => widthOf(child) + 2 * WIDTH.padding);
  return Math.max(WIDTH.least, headerWidth(box), ...inside);
}

/** Puts a box and what is in it; `extra` is what its size earns beyond its text. Answers with its height. */
function place(
  box: Box,
  at: { x: number; y: number },
  width: number,
  extra: number,
  places: Map<string, Rectangle>,
): number {
  const { children } = box;
  let y = at.y + headerHeight(box) + extra;
  const least = Math.min(...children.map(({ weight = 0 }) => weight));
  for (const child of children) {
    const more = Math.min(TALLEST, ((child.weight ?? 0) - least) * PER_BIT);
    y += place(child, { x: at.x + WIDTH.padding, y }, width - 2 * WIDTH.padding, more, places) + WIDTH.gap;
  }
  if (children.length > 0) y += WIDTH.padding - WIDTH.gap;
  places.set(box.id, { ...at, width, height: y - at.y });
  return y - at.y;
}
