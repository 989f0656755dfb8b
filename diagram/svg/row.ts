import type { Box, Rectangle } from '../graph.ts';
import { BADGE, badgeText, badgeWidth, DETAIL, PILL, ROW, ROW_LABEL } from '../measure/shape.ts';
import { fitText, textWidth } from '../measure/text.ts';
import { COLOUR, LINE, TINT } from './colours.ts';
import { colourOf, icon, label, outlined, text, tooltip } from './parts.ts';
import { element } from './xml.ts';

/** How much of the row behind shows below a stack's front. */
const STACK = 3;
const RADIUS = 5;

/** Pods or a container, one line high. Several alike are drawn as a stack, with their number. */
export function drawRow(box: Box, at: Rectangle): string[] {
  const front = { ...at, height: at.height - (badgeText(box) ? STACK : 0) };
  const paint = { fill: COLOUR.surface, stroke: colourOf(box), 'stroke-opacity': LINE.row };
  const behind = { x: at.x + 4, y: at.y + 6, width: at.width - 8, height: at.height - 6 };
  return [
    badgeText(box) && outlined(behind, RADIUS, paint),
    outlined(front, RADIUS, { ...paint, class: 'knet-shape' }),
    outlined(front, RADIUS, { fill: colourOf(box), 'fill-opacity': TINT.row }),
    icon(box, at.x + ROW.x, front.y + (front.height - ROW.icon) / 2, 1.2),
    ...texts(box, front),
  ];
}

/** The label on the left has the first claim to the room, the detail on the right takes what is left. */
function texts(box: Box, front: Rectangle): string[] {
  const middle = front.y + front.height / 2;
  const x = front.x + ROW.x + ROW.icon + ROW.iconGap;
  const right = front.x + front.width - ROW.x;
  const room = right - x - badgeWidth(box);
  const name = fitText(box.label, room, ROW_LABEL);
  const end = x + textWidth(name, ROW_LABEL) + badgeWidth(box);
  const detail = fitText(box.detail ?? '', right - end - ROW.between, DETAIL);
  return [
    name !== box.label || detail !== (box.detail ?? '') ? tooltip(box) : '',
    label(name, x, middle + 4.3, ROW_LABEL, room),
    badge(box, end, middle),
    detail && text(detail, right, middle + 4, DETAIL, { 'text-anchor': 'end' }),
  ];
}

/** The count in a pill that ends at `right`. */
function badge(box: Box, right: number, middle: number): string {
  const content = badgeText(box);
  if (!content) return '';
  const width = badgeWidth(box) - PILL.gap;
  const at = { x: right - width, y: middle - PILL.height / 2, width, height: PILL.height };
  const pill = element('rect', { ...at, rx: PILL.height / 2, fill: colourOf(box), 'fill-opacity': TINT.pill });
  const centre = { 'text-anchor': 'middle', fill: COLOUR.text };
  return pill + text(content, at.x + width / 2, middle + 3.6, BADGE, centre);
}
