import type { Box } from '../graph.ts';

/** Every id that a box stands for, its own first. */
export const idsIn = (box: Box): string[] => [box.id, ...box.children.flatMap(idsIn), ...(box.folds ?? [])];
