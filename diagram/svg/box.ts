import type { Box, BoxKind, Rectangle } from '../graph.ts';
import { badgeText, DETAIL, detailLines, formOf, HEADER, LABEL } from '../measure/shape.ts';
import { fitText, textWidth } from '../measure/text.ts';
import { COLOUR, LINE, TINT } from './colours.ts';
import { colourOf, icon, label, outlined, text, tooltip } from './parts.ts';
import { drawRow } from './row.ts';
import { element } from './xml.ts';

/** One box as `<g data-id>`, a control with a name; everything in it lies inside the rectangle. */
export function drawBox(box: Box, at: Rectangle): string {
  const form = formOf(box);
  const parts = form === 'row' ? drawRow(box, at) : [shape(box, at), ...header(box, at)];
  const name = [KIND_NAMES[box.kind], box.label, box.group ? '' : badgeText(box), ...detailLines(box)]
    .filter(Boolean)
    .join(', ');
  const attributes = { 'data-id': box.id, 'data-kind': box.kind, class: `knet-box knet-${form}` };
  const state = {
    'aria-expanded': expanded(box),
    'data-folded': box.folds ? (box.group ? 'group' : 'box') : undefined,
  };
  return element('g', { ...attributes, ...state, role: 'button', tabindex: 0, 'aria-label': name }, ...parts);
}

/** Whether what is in it is shown; undefined where there is nothing. */
function expanded({ folds, children }: Box): string | undefined {
  if (folds) return 'false';
  return children.length > 0 ? 'true' : undefined;
}

const KIND_NAMES: Readonly<Record<BoxKind, string>> = {
  vpc: 'VPC',
  segment: 'network',
  overlay: 'overlay network',
  cluster: 'cluster',
  namespace: 'namespace',
  free: '',
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

const FRAMES: ReadonlySet<BoxKind> = new Set(['vpc', 'segment', 'cluster', 'namespace']);

/** Areas are tinted, things are white; the lines of a cluster and of what belongs to it have its colour. */
function shape(box: Box, at: Rectangle): string {
  const own = box.accent !== undefined;
  const stroke = own ? colourOf(box) : COLOUR.border;
  if (FRAMES.has(box.kind)) {
    const line = { stroke, 'stroke-opacity': own ? LINE.frame : undefined };
    return outlined(at, 10, { class: 'knet-shape', fill: colourOf(box), 'fill-opacity': TINT.frame, ...line });
  }
  // Nobody is there: the outline of a gap.
  if (box.kind === 'free')
    return outlined(at, 7, { class: 'knet-shape', fill: 'none', stroke, 'stroke-dasharray': '4 4' });
  const paint = { fill: COLOUR.surface, stroke, 'stroke-opacity': own ? LINE.box : undefined };
  if (!box.group) return outlined(at, 7, { class: 'knet-shape', ...paint });
  return outlined(behind(at), 7, paint) + outlined(inFront(at), 7, { class: 'knet-shape', ...paint });
}

/** A group is drawn as a stack; both sheets lie inside its rectangle. */
const STACK = 4;
const behind = (at: Rectangle): Rectangle => ({
  ...at,
  x: at.x + STACK,
  y: at.y + STACK,
  width: at.width - STACK,
  height: at.height - STACK,
});
const inFront = (at: Rectangle): Rectangle => ({ ...at, width: at.width - STACK, height: at.height - STACK });

/** Icon and label, the details in lines below. */
function header(box: Box, at: Rectangle): string[] {
  const x = at.x + HEADER.x;
  const textX = x + HEADER.icon + HEADER.gap;
  const room = at.x + at.width - HEADER.x - textX;
  const baseline = at.y + HEADER.y + 13;
  const details = detailLines(box);
  const cut = textWidth(box.label, LABEL) > room || details.some((line) => textWidth(line, DETAIL) > room);
  return [
    cut ? tooltip(box) : '',
    icon(box, x, at.y + HEADER.y, 1.3),
    label(box.label, textX, baseline, LABEL, room),
    ...details.map((line, index) =>
      text(fitText(line, room, DETAIL), textX, baseline + 1 + (index + 1) * HEADER.line, DETAIL),
    ),
  ];
}
