import type { Edge, Point } from '../graph.ts';
import { EDGE, edgeLabelSize } from '../measure/shape.ts';
import { accentColour, COLOUR, LINE } from './colours.ts';
import { text } from './parts.ts';
import { element, escapeXml } from './xml.ts';

const ARROW = { length: 7, half: 3 };

/**
 * One edge: a smooth line; what has a direction (`selects`, `routes`) ends in an arrowhead, a connection in a dot at each
 * end. `middle` is that of its label, where there is room for one; its tooltip has the label in any case.
 */
export function drawEdge(edge: Edge, points: readonly Point[], accent: number | undefined, middle?: Point): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return '';
  const colour = accent === undefined ? COLOUR.link : accentColour(accent);
  const plain = edge.kind === 'connects';
  const direction = approach(points);
  const end = plain ? last : back(last, direction, ARROW.length - 1);
  const line = element('path', { d: pathData([...points.slice(0, -1), end]), fill: 'none' });
  const ends = plain ? [dot(first, colour), dot(last, colour)] : [head(last, direction, colour)];
  const attributes = { 'data-edge': edge.id, class: `knet-edge knet-${edge.kind}`, 'aria-hidden': 'true' };
  const stroke = {
    stroke: colour,
    'stroke-width': 1.4,
    'stroke-opacity': accent === undefined ? undefined : LINE.edge,
  };
  const words = edge.label
    ? [element('title', {}, escapeXml(edge.label)), middle ? caption(edge.label, middle) : '']
    : [];
  return element('g', { ...attributes, ...stroke }, line, ...ends, ...words);
}

/** The label on its line, which it interrupts. */
function caption(label: string, { x, y }: Point): string {
  const { width, height } = edgeLabelSize(label);
  const at = { x: round(x - width / 2), y: round(y - height / 2), width, height, rx: 3 };
  const ground = element('rect', { ...at, fill: COLOUR.surface, stroke: 'none' });
  return ground + text(label, round(x), round(y + 3.6), EDGE, { 'text-anchor': 'middle', stroke: 'none' });
}

/** Bézier curves when the points are a start and groups of three, else straight lines. */
function pathData([start, ...rest]: readonly Point[]): string {
  if (!start) return '';
  const move = `M${pair(start)}`;
  if (rest.length % 3 !== 0) return `${move}L${rest.map(pair).join(' ')}`;
  return `${move}C${rest.map(pair).join(' ')}`;
}

const pair = ({ x, y }: Point): string => `${round(x)},${round(y)}`;
const round = (value: number): number => Math.round(value * 10) / 10;

/** Unit vector in which the line arrives at its end. */
function approach(points: readonly Point[]): Point {
  const last = points.at(-1)!;
  const before = points.findLast(({ x, y }) => x !== last.x || y !== last.y) ?? { x: last.x - 1, y: last.y };
  const length = Math.hypot(last.x - before.x, last.y - before.y);
  return { x: (last.x - before.x) / length, y: (last.y - before.y) / length };
}

const back = (at: Point, direction: Point, by: number): Point => ({
  x: at.x - direction.x * by,
  y: at.y - direction.y * by,
});

function head(tip: Point, direction: Point, colour: string): string {
  const base = back(tip, direction, ARROW.length);
  const side = (sign: number) => ({
    x: base.x - direction.y * ARROW.half * sign,
    y: base.y + direction.x * ARROW.half * sign,
  });
  return element('path', { d: `M${pair(tip)}L${pair(side(1))} ${pair(side(-1))}Z`, fill: colour, stroke: 'none' });
}

const dot = ({ x, y }: Point, colour: string): string =>
  element('circle', { cx: x, cy: y, r: 2.6, fill: colour, stroke: 'none' });
