import type { Box } from '../graph.ts';
import { badgeText, detailLines } from '../measure/shape.ts';

/** What is written in a box, line by line: its name, with how many it stands for, then what is said about it. */
export function textLines(box: Box): string[] {
  return [[box.label, badgeText(box)].filter(Boolean).join(' '), ...detailLines(box)];
}
