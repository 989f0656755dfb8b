import type { Point } from '../graph.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where a grid put one of its items, and how lines get past the items beside it. */
export interface Cell extends Point {
  /** Height of the free lane above the item's row, at which lines pass the other columns. */
  readonly laneY: number;
  /** Nothing stands between the item and the grid's left (right) border. */
  readonly first: boolean;
  readonly last: boolean;
}

export interface Grid extends Size {
  readonly cells: readonly Cell[];
}

/** Free space between items, and between columns when several need lines between them. */
const GAP = 14;
const LANE_GAP = 20;
const COLUMN_GAP = 36;
/** Items are stacked to about this height, then the next column begins: a picture stays a picture. */
const COLUMN_HEIGHT = 900;

/** Items in the order of the text, down the first column, then down the next; rows are as high as their highest item. */
export function grid(items: readonly Size[]): Grid {
  const perColumn = Math.ceil(items.length / columnCount(items));
  const several = perColumn < items.length;
  const rows = Array.from({ length: perColumn }, (_, row) => items.filter((_, index) => index % perColumn === row));
  const columns = Array.from({ length: Math.ceil(items.length / perColumn) }, (_, column) =>
    items.slice(column * perColumn, (column + 1) * perColumn),
  );
  const gap = several ? LANE_GAP : GAP;
  const tops = starts(
    rows.map((row) => most(row.map(({ height }) => height))),
    gap,
    several ? LANE_GAP / 2 : 0,
  );
  const lefts = starts(
    columns.map((column) => most(column.map(({ width }) => width))),
    COLUMN_GAP,
    0,
  );
  const cells = items.map((_, index) => {
    const [row, column] = [index % perColumn, Math.floor(index / perColumn)];
    const y = tops.at[row]!;
    return {
      x: lefts.at[column]!,
      y,
      laneY: y - gap / 2,
      first: column === 0,
      last: index + perColumn >= items.length,
    };
  });
  return { width: lefts.end, height: tops.end, cells };
}

/** One while a column is enough; with more, a picture grows wider and longer alike. */
function columnCount(items: readonly Size[]): number {
  const height = items.reduce((sum, item) => sum + item.height + GAP, 0);
  return height <= COLUMN_HEIGHT ? 1 : Math.ceil(Math.max(2, Math.sqrt(height / COLUMN_HEIGHT) * 1.5));
}

const most = (values: readonly number[]): number => Math.max(0, ...values);

/** Where each of a series begins, with gaps between them; `end` is where the last one ends. */
function starts(lengths: readonly number[], gap: number, from: number): { at: number[]; end: number } {
  const at: number[] = [];
  let next = from;
  for (const length of lengths) {
    at.push(next);
    next += length + gap;
  }
  return { at, end: Math.max(0, next - gap) };
}
