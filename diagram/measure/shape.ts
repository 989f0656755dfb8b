import type { Box } from '../graph.ts';
import { type Font, textWidth } from './text.ts';

/*
 * What a box looks like decides how large it is: the one place that layout and drawing both read. CSS pixels.
 * A frame holds boxes that the engine arranges, a machine holds rows, a card holds nothing.
 */
export type Form = 'frame' | 'machine' | 'row' | 'card';

export const LABEL: Font = { size: 13, weight: 'bold' };
export const DETAIL: Font = { size: 11, weight: 'regular' };
export const ROW_LABEL: Font = { size: 12, weight: 'regular' };
export const BADGE: Font = { size: 10, weight: 'bold' };
export const EDGE: Font = { size: 10, weight: 'regular' };

export const HEADER = { x: 12, y: 10, icon: 16, gap: 8, label: 18, line: 15 };
export const ROW = { height: 26, gap: 5, inset: 7, x: 9, icon: 8, iconGap: 7, between: 14 };
export const PILL = { height: 15, x: 5, gap: 7 };
/** Between a frame's border and what is in it. */
export const FRAME_PADDING = 16;

/** Around a line's label; `apart` is what is kept free between two, or to a box. */
export const EDGE_LABEL = { x: 4, height: 15, apart: 2 };

export const edgeLabelSize = (label: string) => ({
  width: Math.ceil(textWidth(label, EDGE)) + 2 * EDGE_LABEL.x,
  height: EDGE_LABEL.height,
});

export const WIDEST_MACHINE = 400;
const WIDEST_CARD = 340;

export const formOf = (box: Box): Form => {
  if (box.kind === 'pods' || box.kind === 'container') return 'row';
  if (box.kind === 'node' || box.kind === 'host') return 'machine';
  return box.children.length > 0 ? 'frame' : 'card';
};

export const detailLines = (box: Box): string[] => (box.detail ? box.detail.split('\n') : []);

/** Height of the part of a box that its label and details take, padding included. */
export const headerHeight = (box: Box): number => 2 * HEADER.y + HEADER.label + detailLines(box).length * HEADER.line;

/** Width that a header's texts ask for, padding included. */
export function headerWidth(box: Box): number {
  const label = HEADER.icon + HEADER.gap + textWidth(box.label, LABEL);
  const lines = detailLines(box).map((line) => textWidth(line, DETAIL));
  return Math.ceil(2 * HEADER.x + Math.max(label, ...lines.map((line) => line + HEADER.icon + HEADER.gap)));
}

export const badgeText = ({ count = 1 }: Box): string => (count > 1 ? `×${count}` : '');

/** Width of the pill with the count, and the gap before it; 0 where there is none. */
export const badgeWidth = (box: Box): number =>
  badgeText(box) ? PILL.gap + 2 * PILL.x + Math.ceil(textWidth(badgeText(box), BADGE)) : 0;

/** Width that a row's texts ask for, padding included. */
export function rowWidth(box: Box): number {
  const label = ROW.x + ROW.icon + ROW.iconGap + textWidth(box.label, ROW_LABEL) + badgeWidth(box);
  const detail = box.detail ? ROW.between + textWidth(box.detail, DETAIL) : 0;
  return Math.ceil(label + detail + ROW.x);
}

/** What a machine's header and rows ask for, within reason: longer texts are cut. */
export function machineWidth(box: Box): number {
  const rows = box.children.map((row) => rowWidth(row) + 2 * ROW.inset);
  return Math.min(WIDEST_MACHINE, Math.max(headerWidth(box), ...rows));
}

export const cardWidth = (box: Box): number =>
  Math.min(WIDEST_CARD, formOf(box) === 'row' ? rowWidth(box) : headerWidth(box));

export const cardHeight = (box: Box): number => (formOf(box) === 'row' ? ROW.height : headerHeight(box));

/** Height of a machine's header and rows. */
export function machineHeight(box: Box): number {
  const rows = box.children.length;
  return headerHeight(box) + (rows > 0 ? rows * (ROW.height + ROW.gap) - ROW.gap + ROW.inset : 0);
}

/** Top of a machine's row, from the machine's own top. */
export const rowTop = (machine: Box, index: number): number => headerHeight(machine) + index * (ROW.height + ROW.gap);
