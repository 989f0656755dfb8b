import type { Box, Graph, Layout } from './graph.ts';
import { placeLabels } from './layout/labels.ts';
import { formOf } from './measure/shape.ts';
import { atOnce, type Steps } from './steps.ts';
import { drawBox } from './svg/box.ts';
import { drawEdge } from './svg/edge.ts';
import { element } from './svg/xml.ts';

/** A picture in pieces that have names: what a viewer shows already need not be sent again. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** In the order of reading, outer ones first. */
  readonly boxes: readonly Piece[];
  /** Painted over all boxes. */
  readonly edges: readonly Piece[];
}

/** One box or edge: its id, and its `<g>`. */
export interface Piece {
  readonly id: string;
  readonly markup: string;
}

/**
 * The picture in pieces. Boxes are each a `<g data-id role="button" tabindex="0">`; they are no descendants of each other,
 * since a button holds no buttons. Text is escaped here, once, and reaches the picture nowhere else.
 */
export const drawingOf = (graph: Graph, layout: Layout): Drawing => atOnce(drawingSteps(graph, layout));

/** The same, box by box and line by line. */
export function* drawingSteps(graph: Graph, layout: Layout): Steps<Drawing> {
  const boxes = flatten(graph.boxes);
  const accents = new Map(boxes.map(({ id, accent }) => [id, accent]));
  const draw = (box: Box) => {
    const at = layout.boxes.get(box.id);
    return at ? drawBox(box, at) : '';
  };
  const solid = boxes.flatMap((box) => (formOf(box) === 'frame' ? [] : (layout.boxes.get(box.id) ?? [])));
  const labels = placeLabels(graph, layout, solid);
  const drawn = { boxes: [] as Piece[], edges: [] as Piece[] };
  const put = (pieces: Piece[], id: string, markup: string) => void (markup && pieces.push({ id, markup }));
  for (const box of boxes) {
    put(drawn.boxes, box.id, draw(box));
    yield;
  }
  for (const edge of graph.edges) {
    const points = layout.edges.get(edge.id) ?? [];
    put(drawn.edges, edge.id, drawEdge(edge, points, edgeAccent(edge, accents), labels.get(edge.id)));
    yield;
  }
  return { width: Math.ceil(layout.width), height: Math.ceil(layout.height), ...drawn };
}

/** The picture as one SVG element without style sheet or script. */
export function svgText({ width, height, boxes, edges }: Drawing): string {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'group',
      'font-family': "var(--knet-font, system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif)",
    },
    ...boxes.map(({ markup }) => markup),
    element('g', { class: 'knet-edges' }, ...edges.map(({ markup }) => markup)),
  );
}

export const renderSvg = (graph: Graph, layout: Layout): string => svgText(drawingOf(graph, layout));

const flatten = (boxes: readonly Box[]): Box[] => boxes.flatMap((box) => [box, ...flatten(box.children)]);

/** A Service's lines have its cluster's colour; what joins networks belongs to no cluster. */
const edgeAccent = (edge: Graph['edges'][number], accents: ReadonlyMap<string, number | undefined>) =>
  edge.kind === 'connects' ? undefined : accents.get(edge.from);
