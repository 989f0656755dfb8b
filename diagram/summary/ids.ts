import type { Box } from '../graph.ts';

/** Every id that a box stands for, its own first. */
export const idsIn = (box: Box): string[] => [box.id, ...box.children.flatMap(idsIn), ...(box.folds ?? [])];

/** Which box is seen for each id: itself, or the one that it is folded into. */
export function shownIds(boxes: readonly Box[]): Map<string, string> {
  const shown = new Map<string, string>();
  const enter = (box: Box) => {
    for (const id of [box.id, ...(box.folds ?? [])]) shown.set(id, box.id);
    for (const child of box.children) enter(child);
  };
  for (const box of boxes) enter(box);
  return shown;
}
