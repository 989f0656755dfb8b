import type { Drawing, Piece } from '../svg.ts';
import { steady } from './steady.ts';

/** What turns one picture into the next. Plain data, for a viewer that has the first one. */
export interface PicturePatch {
  readonly width: number;
  readonly height: number;
  readonly boxes: ListPatch;
  readonly edges: ListPatch;
}

/** First `removed` go; then each of `put`, in its order, comes directly behind `after`, new or in the place of the old one. */
export interface ListPatch {
  readonly removed: readonly string[];
  readonly put: readonly Put[];
}

export interface Put extends Piece {
  /** The id of the one before it in the new picture; null for the first. */
  readonly after: string | null;
}

/** The patch from one picture to another; undefined where an id is not an id of one piece. */
export function patchOf(from: Drawing, to: Drawing): PicturePatch | undefined {
  const [boxes, edges] = [listPatch(from.boxes, to.boxes), listPatch(from.edges, to.edges)];
  return boxes && edges && { width: to.width, height: to.height, boxes, edges };
}

function listPatch(from: readonly Piece[], to: readonly Piece[]): ListPatch | undefined {
  const [before, after] = [from, to].map((list) => new Map(list.map((piece, index) => [piece.id, index])));
  if (before!.size !== from.length || after!.size !== to.length) return undefined;
  // What keeps its place among the others need not be moved; the longest such row leaves the fewest moves.
  const stays = steady(to.flatMap(({ id }) => before!.get(id) ?? []));
  const put = to.flatMap((piece, index): Put[] => {
    const old = before!.get(piece.id);
    const same = old !== undefined && from[old]!.markup === piece.markup;
    return same && stays.has(old) ? [] : [{ ...piece, after: to[index - 1]?.id ?? null }];
  });
  return { removed: from.flatMap(({ id }) => (after!.has(id) ? [] : [id])), put };
}

/** Whether a patch is less to send than the whole picture; both are mostly markup. */
export const isSmaller = ({ boxes, edges }: PicturePatch, whole: Drawing): boolean =>
  length([...boxes.put, ...edges.put]) < length([...whole.boxes, ...whole.edges]);

const length = (pieces: readonly Piece[]): number => pieces.reduce((sum, { markup }) => sum + markup.length, 0);
