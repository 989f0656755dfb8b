import type { Box, BoxKind, Rectangle } from '../graph.ts';
import {
  BADGE,
  badgeText,
  badgeWidth,
  DETAIL,
  detailLines,
  formOf,
  HEADER,
  LABEL,
  PILL,
  ROW,
  ROW_LABEL,
} from '../measure/shape.ts';
import { type Font, fitText, textWidth } from '../measure/text.ts';
import { accentColour, COLOUR, LINE, TINT } from './colours.ts';
import { ICONS } from './icons.ts';
import { element, escapeXml } from './xml.ts';

/** One box as `<g data-id>`; everything in it lies inside the rectangle. */
export function drawBox(box: Box, at: Rectangle): string {
  const form = formOf(box);
  const parts = form === 'row' ? [...rowShape(box, at), ...rowText(box, at)] : [boxShape(box, at), ...header(box, at)];
  const name = [KIND_NAMES[box.kind], box.label, badgeText(box), ...detailLines(box)].filter(Boolean).join(', ');
  const attributes = { 'data-id': box.id, 'data-kind': box.kind, class: `knet-box knet-${form}` };
  const role = { role: 'button', tabindex: 0, 'aria-label': name };
  return element('g', { ...attributes, ...role }, ...parts);
}

const KIND_NAMES: Readonly<Record<BoxKind, string>> = {
  vpc: 'VPC',
  segment: 'network',
  overlay: 'overlay network',
  cluster: 'cluster',
  node: 'node',
  pods: 'pods',
  host: 'host',
  container: 'container',
  router: 'router',
  gateway: 'gateway',
  service: 'Service',
  ingress: 'Ingress',
  internet: '',
};

const colourOf = ({ accent }: Box): string => (accent === undefined ? COLOUR.frame : accentColour(accent));

const rect = ({ x, y, width, height }: Rectangle, rx: number, paint: Record<string, string | number | undefined>) =>
  element('rect', { x: x + 0.5, y: y + 0.5, width: width - 1, height: height - 1, rx, ...paint });

function boxShape(box: Box, at: Rectangle): string {
  if (box.kind === 'vpc' || box.kind === 'segment' || box.kind === 'cluster') {
    const tint = { fill: colourOf(box), 'fill-opacity': TINT.frame };
    const stroke =
      box.kind === 'cluster' ? { stroke: colourOf(box), 'stroke-opacity': LINE.frame } : { stroke: COLOUR.border };
    return rect(at, 10, { ...tint, ...stroke });
  }
  const stroke = box.accent === undefined ? COLOUR.border : colourOf(box);
  return rect(at, 7, {
    fill: COLOUR.surface,
    stroke,
    'stroke-opacity': box.accent === undefined ? undefined : LINE.box,
  });
}

function header(box: Box, at: Rectangle): string[] {
  const x = at.x + HEADER.x;
  const textX = x + HEADER.icon + HEADER.gap;
  const room = at.x + at.width - HEADER.x - textX;
  const baseline = at.y + HEADER.y + 13;
  const lines = detailLines(box).map((line, index) =>
    text(fitText(line, room, DETAIL), textX, baseline + 3 + (index + 1) * HEADER.line - 2, DETAIL, COLOUR.muted),
  );
  return [
    ...fullText(box, room),
    icon(box, x, at.y + HEADER.y, 1.3),
    label(box, room, textX, baseline, LABEL),
    ...lines,
  ];
}

/** What had to be cut is said in full by the browser's own tooltip. */
function fullText(box: Box, room: number): string[] {
  const cut = textWidth(box.label, LABEL) > room || detailLines(box).some((line) => textWidth(line, DETAIL) > room);
  return cut ? [title(box)] : [];
}

const title = (box: Box) => element('title', {}, escapeXml([box.label, ...detailLines(box)].join('\n')));

const icon = (box: Box, x: number, y: number, line: number): string =>
  element('path', {
    d: ICONS[box.kind],
    transform: `translate(${x} ${y})`,
    fill: 'none',
    stroke: colourOf(box),
    'stroke-width': line,
    'stroke-linejoin': 'round',
    'stroke-linecap': 'round',
  });

/** The part up to the last `/` is context (a namespace, a cluster) and stands back. */
function label(box: Box, room: number, x: number, y: number, font: Font): string {
  const shown = fitText(box.label, room, font);
  const cut = shown.lastIndexOf('/') + 1;
  const context =
    cut > 0 ? element('tspan', { fill: COLOUR.muted, 'font-weight': 400 }, escapeXml(shown.slice(0, cut))) : '';
  return text(shown.slice(cut), x, y, font, COLOUR.text, context);
}

const text = (content: string, x: number, y: number, font: Font, fill: string, before = '', anchor?: 'end') =>
  element(
    'text',
    {
      x,
      y,
      fill,
      'font-size': font.size,
      'font-weight': font.weight === 'bold' ? 600 : undefined,
      'text-anchor': anchor,
    },
    before + escapeXml(content),
  );

/** A row; several alike are drawn as a stack, the ones behind showing below. */
function rowShape(box: Box, at: Rectangle): string[] {
  const paint = { stroke: colourOf(box), 'stroke-opacity': LINE.row };
  const face = (y: number, inset: number, height: number) =>
    rect({ x: at.x + inset, y, width: at.width - 2 * inset, height }, 5, { fill: COLOUR.surface, ...paint });
  const stacked = badgeText(box) !== '';
  const front = { ...at, height: at.height - (stacked ? 3 : 0) };
  return [
    ...(stacked ? [face(at.y + 6, 4, at.height - 6)] : []),
    face(front.y, 0, front.height),
    rect(front, 5, { fill: colourOf(box), 'fill-opacity': TINT.row }),
  ];
}

function rowText(box: Box, at: Rectangle): string[] {
  const middle = at.y + (at.height - (badgeText(box) ? 3 : 0)) / 2;
  const x = at.x + ROW.x + ROW.icon + ROW.iconGap;
  const right = at.x + at.width - ROW.x;
  const shown = fitText(box.label, right - x - badgeWidth(box), ROW_LABEL);
  const end = x + textWidth(shown, ROW_LABEL) + badgeWidth(box);
  const detail = fitText(box.detail ?? '', right - end - ROW.between, DETAIL);
  return [
    ...(shown !== box.label || detail !== (box.detail ?? '') ? [title(box)] : []),
    icon(box, at.x + ROW.x, middle - ROW.icon / 2, 1.2),
    label({ ...box, label: shown }, right - x, x, middle + 4.3, ROW_LABEL),
    badge(box, end, middle),
    detail && text(detail, right, middle + 4, DETAIL, COLOUR.muted, '', 'end'),
  ];
}

/** The count in a pill that ends at `right`. */
function badge(box: Box, right: number, middle: number): string {
  const content = badgeText(box);
  if (!content) return '';
  const width = badgeWidth(box) - PILL.gap;
  const at = { x: right - width, y: middle - PILL.height / 2, width, height: PILL.height };
  const pill = element('rect', { ...at, rx: PILL.height / 2, fill: colourOf(box), 'fill-opacity': TINT.pill });
  return pill + centred(content, at.x + width / 2, middle + 3.6);
}

const centred = (content: string, x: number, y: number) =>
  element(
    'text',
    { x, y, fill: COLOUR.text, 'font-size': BADGE.size, 'font-weight': 600, 'text-anchor': 'middle' },
    escapeXml(content),
  );
