import type { Box, Edge, Graph, Layout, Rectangle } from '../graph.ts';
import { element } from '../svg/xml.ts';
import { textLines } from './text.ts';

/**
 * The picture as a file of draw.io (diagrams.net), where it can be edited: a cell a box, placed in that of the box around
 * it with coordinates relative to it, and a cell an edge between them.
 */
export function drawioOf({ boxes, edges }: Graph, layout: Layout): string {
  const cells = [
    element('mxCell', { id: '0' }),
    element('mxCell', { id: '1', parent: '0' }),
    ...boxes.flatMap((box) => boxCells(box, undefined, layout)),
    ...edges.map(edgeCell),
  ];
  const model = element('mxGraphModel', { grid: 1, page: 0 }, element('root', {}, ...cells));
  const page = element('diagram', { id: 'knet', name: 'Network' }, model);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('mxfile', { host: 'knet' }, page)}\n`;
}

function boxCells(box: Box, around: Box | undefined, layout: Layout): string[] {
  const at = layout.boxes.get(box.id);
  if (!at) return box.children.flatMap((child) => boxCells(child, around, layout));
  const outer = around && layout.boxes.get(around.id);
  const attributes = {
    id: box.id,
    value: textLines(box).join('\n'),
    style: styleOf(box),
    vertex: 1,
    parent: around?.id ?? '1',
  };
  return [
    element('mxCell', attributes, geometry(at, outer)),
    ...box.children.flatMap((child) => boxCells(child, box, layout)),
  ];
}

function geometry({ x, y, width, height }: Rectangle, outer: Rectangle | undefined): string {
  const place = { x: x - (outer?.x ?? 0), y: y - (outer?.y ?? 0), width, height };
  return element('mxGeometry', { ...place, as: 'geometry' });
}

function edgeCell({ id, from, to, kind, label }: Edge): string {
  const arrow = kind === 'connects' ? 'endArrow=none' : 'endArrow=block';
  const attributes = {
    id: `edge:${id}`,
    value: label ?? '',
    style: `edgeStyle=orthogonalEdgeStyle;rounded=1;html=0;${arrow}`,
    edge: 1,
    parent: '1',
    source: from,
    target: to,
  };
  return element('mxCell', attributes, element('mxGeometry', { relative: 1, as: 'geometry' }));
}

/** Boxes with others in them have their text at the top; `html=0`, so that a text is nothing but text. */
function styleOf({ children }: Box): string {
  const common = 'rounded=1;arcSize=8;absoluteArcSize=1;whiteSpace=wrap;html=0;fontSize=11';
  return children.length > 0 ? `${common};container=1;collapsible=0;verticalAlign=top;fillOpacity=5` : common;
}
