import type { Box, Graph } from '../graph.ts';
import { groups } from './groups.ts';
import { idsIn, shownIds } from './ids.ts';

/** Beyond so many boxes a picture is a wall: it shows groups then, which open on demand. */
export const LEGIBLE = 500;

/** What somebody looking at a picture has opened and closed, by ids of boxes. */
export interface Folding {
  /** Groups that show what is in them, and machines that show their pods in a picture that has too many. */
  readonly open: ReadonlySet<string>;
  /** Boxes that hide what is in them. */
  readonly closed: ReadonlySet<string>;
}

export const UNFOLDED: Folding = { open: new Set(), closed: new Set() };

/** Boxes in the order in which they are given up: first what is in machines, then alike neighbours, then more of them. */
const STEPS: readonly ((box: readonly Box[], folding: Folding) => readonly Box[])[] = [
  (boxes, { open }) => withoutRows(boxes, open),
  (boxes, { open }) => groups(boxes, open, 24),
  (boxes, { open }) => groups(boxes, open, 6),
];

/**
 * The graph with what is closed left out and, where it would have too many boxes, with alike ones in groups. A line to a
 * box that is not shown ends at the one that stands for it. The same graph and folding give the same picture.
 */
export function summaryOf(graph: Graph, folding: Folding = UNFOLDED): Graph {
  const { closed } = folding;
  let boxes = closed.size > 0 ? graph.boxes.map((box) => withoutClosed(box, closed)) : [...graph.boxes];
  for (const step of STEPS) {
    if (count(boxes) <= LEGIBLE) break;
    boxes = [...step(boxes, folding)];
  }
  return { ...graph, boxes, edges: edgesBetween(graph, boxes) };
}

const count = (boxes: readonly Box[]): number => boxes.reduce((sum, { children }) => sum + 1 + count(children), 0);

function withoutClosed(box: Box, closed: ReadonlySet<string>): Box {
  if (closed.has(box.id)) return folded(box);
  return { ...box, children: box.children.map((child) => withoutClosed(child, closed)) };
}

const isMachine = ({ kind }: Box) => kind === 'node' || kind === 'host';

function withoutRows(boxes: readonly Box[], open: ReadonlySet<string>): Box[] {
  return boxes.map((box) => {
    if (isMachine(box)) return open.has(box.id) ? box : folded(box);
    return { ...box, children: withoutRows(box.children, open) };
  });
}

/** A box without what is in it, and with a word about how much that is. */
function folded(box: Box): Box {
  const inside = box.children.reduce((sum, { count: each = 1 }) => sum + each, 0);
  if (inside === 0) return box;
  const what = isMachine(box) ? (box.kind === 'node' ? 'pods' : 'containers') : 'inside';
  const detail = [box.detail, `${inside} ${what}`].filter(Boolean).join('\n');
  return { ...box, detail, children: [], folds: box.children.flatMap(idsIn) };
}

function edgesBetween({ edges }: Graph, boxes: readonly Box[]): Graph['edges'] {
  const shownAs = shownIds(boxes);
  const found = new Map<string, Graph['edges'][number]>();
  for (const edge of edges) {
    const [from, to] = [shownAs.get(edge.from), shownAs.get(edge.to)];
    if (from === undefined || to === undefined || from === to) continue;
    const id = `${from} ${to}`;
    if (!found.has(id)) found.set(id, from === edge.from && to === edge.to ? edge : { ...edge, id, from, to });
  }
  return [...found.values()];
}
