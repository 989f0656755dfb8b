import type { Box, Graph, Layout } from './graph.ts';
import { drawBox } from './svg/box.ts';
import { drawEdge } from './svg/edge.ts';
import { element } from './svg/xml.ts';

/**
 * The picture as one SVG element without style sheet or script. Boxes come in the order of reading, outer ones first,
 * each a `<g data-id role="button" tabindex="0">`; they are no descendants of each other, since a button holds no buttons.
 * Text is escaped here, once, and reaches the picture nowhere else.
 */
export function renderSvg(graph: Graph, layout: Layout): string {
  const boxes = flatten(graph.boxes);
  const accents = new Map(boxes.map(({ id, accent }) => [id, accent]));
  const draw = (box: Box) => {
    const at = layout.boxes.get(box.id);
    return at ? drawBox(box, at) : '';
  };
  const edges = graph.edges.map((edge) => drawEdge(edge, layout.edges.get(edge.id) ?? [], edgeAccent(edge, accents)));
  const [width, height] = [Math.ceil(layout.width), Math.ceil(layout.height)];
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
    ...boxes.map(draw),
    element('g', { class: 'knet-edges' }, ...edges),
  );
}

const flatten = (boxes: readonly Box[]): Box[] => boxes.flatMap((box) => [box, ...flatten(box.children)]);

/** A Service's lines have its cluster's colour; what joins networks belongs to no cluster. */
const edgeAccent = (edge: Graph['edges'][number], accents: ReadonlyMap<string, number | undefined>) =>
  edge.kind === 'connects' ? undefined : accents.get(edge.from);
