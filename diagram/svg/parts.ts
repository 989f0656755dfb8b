import type { Box, Rectangle } from '../graph.ts';
import { detailLines } from '../measure/shape.ts';
import { type Font, fitText } from '../measure/text.ts';
import { accentColour, COLOUR } from './colours.ts';
import { ICONS } from './icons.ts';
import { element, escapeXml } from './xml.ts';

/* What boxes are drawn with, whatever their form. */

type Attributes = Readonly<Record<string, string | number | undefined>>;

export const colourOf = ({ accent }: Box): string => (accent === undefined ? COLOUR.frame : accentColour(accent));

/** A rectangle whose line lies inside, on half pixels, where it is sharp. */
export const outlined = ({ x, y, width, height }: Rectangle, rx: number, paint: Attributes): string =>
  element('rect', { x: x + 0.5, y: y + 0.5, width: width - 1, height: height - 1, rx, ...paint });

export const icon = (box: Box, x: number, y: number, line: number): string =>
  element('path', {
    d: ICONS[box.kind],
    transform: `translate(${x} ${y})`,
    fill: 'none',
    stroke: colourOf(box),
    'stroke-width': line,
    'stroke-linejoin': 'round',
    'stroke-linecap': 'round',
  });

/** A line of text; `y` is its baseline. */
export function text(content: string, x: number, y: number, font: Font, more: Attributes = {}): string {
  return element('text', { x, y, ...fontOf(font), fill: COLOUR.muted, ...more }, escapeXml(content));
}

const fontOf = ({ size, weight }: Font): Attributes => ({
  'font-size': size,
  'font-weight': weight === 'bold' ? 600 : undefined,
});

/** A box's label in the room it has. The part up to the last `/` is context (a namespace, a cluster) and stands back. */
export function label(content: string, x: number, y: number, font: Font, room: number): string {
  const shown = fitText(content, room, font);
  const cut = shown.lastIndexOf('/') + 1;
  const quiet = { fill: COLOUR.muted, 'font-weight': 400 };
  const context = cut > 0 ? element('tspan', quiet, escapeXml(shown.slice(0, cut))) : '';
  return element('text', { x, y, ...fontOf(font), fill: COLOUR.text }, context, escapeXml(shown.slice(cut)));
}

/** What had to be cut is said in full by the browser's own tooltip. */
export const tooltip = (box: Box): string =>
  element('title', {}, escapeXml([box.label, ...detailLines(box)].join('\n')));
