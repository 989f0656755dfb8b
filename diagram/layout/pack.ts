import type { Box, Point, Rectangle } from '../graph.ts';
import { FRAME_PADDING, formOf, headerHeight, headerWidth, ROW, rowTop } from '../measure/shape.ts';
import { type Cell, type Grid, grid } from './grid.ts';
import { type Lane, type Lanes, movedLane, type Packed, shifted } from './packed.ts';
import type { Sizes } from './sizes.ts';

/** Between groups of one frame, for the lines from one to the other. */
const GROUP_GAP = 48;
const HEADER_GAP = 4;

/**
 * Arranges a box's content, in the order of the text and by nothing else: an edit moves only what comes after it, and
 * boxes of one kind stand in line.
 */
export function pack(box: Box, sizes: Sizes): Packed {
  const form = formOf(box);
  if (form === 'frame') return packFrame(box, sizes);
  const size = sizes.get(box.id)!;
  const own = { x: 0, y: 0, ...size };
  if (form !== 'machine') return packed(box, own, size.height / 2, []);
  const rows = box.children.map((row, index) => {
    const at = { x: ROW.inset, y: rowTop(box, index), width: size.width - 2 * ROW.inset, height: ROW.height };
    return { at, content: packed(row, { ...at, x: 0, y: 0 }, ROW.height / 2, []), cell: undefined };
  });
  return packed(box, own, headerHeight(box) / 2, rows);
}

interface Part {
  readonly at: Point;
  readonly content: Packed;
  /** Undefined where nothing can stand in a line's way. */
  readonly cell: Cell | undefined;
}

/** What leads to others stands left of it: ingresses before Services, networks before the gateways of their VPC. */
function groupsOf(box: Box): Box[][] {
  const apart = (rest: (child: Box) => boolean): Box[][] => [
    box.children.filter((one) => !rest(one)),
    box.children.filter(rest),
  ];
  const groups =
    box.kind === 'cluster'
      ? apart(({ kind }) => kind !== 'ingress')
      : box.kind === 'vpc'
        ? apart(({ kind }) => kind === 'gateway')
        : [[...box.children]];
  return groups.filter(({ length }) => length > 0);
}

function packFrame(box: Box, sizes: Sizes): Packed {
  const groups = groupsOf(box).map((group) => group.map((child) => pack(child, sizes)));
  const grids = groups.map(grid);
  const top = headerHeight(box) + HEADER_GAP;
  const lefts = grids.map(
    (_, index) => FRAME_PADDING + grids.slice(0, index).reduce((sum, { width }) => sum + width + GROUP_GAP, 0),
  );
  const inner = lefts.at(-1)! + grids.at(-1)!.width + FRAME_PADDING;
  const size = {
    width: Math.max(inner, headerWidth(box)),
    height: top + Math.max(...grids.map(({ height }) => height)) + FRAME_PADDING,
  };
  const parts = groups.flatMap((group, index) => partsOf(group, grids, index, { x: lefts[index]!, y: top }));
  return packed(box, { x: 0, y: 0, ...size }, headerHeight(box) / 2, parts);
}

function partsOf(group: readonly Packed[], grids: readonly Grid[], index: number, origin: Point): Part[] {
  return group.map((content, item) => {
    const { cells } = grids[index]!;
    const cell = cells[item]!;
    const outer = { first: cell.first && index === 0, last: cell.last && index === grids.length - 1 };
    return {
      at: shifted({ x: cell.x, y: cell.y }, origin),
      content,
      cell: { ...cell, ...outer, laneY: cell.laneY + origin.y },
    };
  });
}

function packed(box: Box, own: Rectangle, attach: number, parts: readonly Part[]): Packed {
  const boxes = new Map<string, Rectangle>([[box.id, own]]);
  const lanes = new Map<string, Lanes>([
    [box.id, { left: [{ x: 0, y: attach }], right: [{ x: own.width, y: attach }] }],
  ]);
  for (const { at, content, cell } of parts) {
    for (const [id, rectangle] of content.boxes) boxes.set(id, shifted(rectangle, at));
    const end = at.x + content.width;
    for (const [id, { left, right }] of content.lanes) {
      const into = leftLane(movedLane(left, at), at.x, cell);
      const out = rightLane(movedLane(right, at), end, own.width, cell);
      lanes.set(id, { left: into, right: out });
    }
  }
  return { width: own.width, height: own.height, boxes, lanes };
}

/** How far before a box a line that passed others swings to its height. */
const SWING = 28;

/** From the frame's left border: straight when nothing stands before the box, else along the free lane above its row. */
function leftLane(inner: Lane, x: number, cell: Cell | undefined): Lane {
  const y = inner[0]!.y;
  if (!cell || cell.first) return [{ x: 0, y }, ...inner];
  return [{ x: 0, y: cell.laneY }, { x: x - SWING, y: cell.laneY }, ...inner];
}

function rightLane(inner: Lane, x: number, width: number, cell: Cell | undefined): Lane {
  const y = inner.at(-1)!.y;
  if (!cell || cell.last) return [...inner, { x: width, y }];
  return [...inner, { x: x + SWING, y: cell.laneY }, { x: width, y: cell.laneY }];
}
