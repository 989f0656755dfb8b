import type { ListPatch, PicturePatch } from '../../diagram/patch/patch.ts';
import type { Drawing, Piece } from '../../diagram/svg.ts';

/** The picture that a patch makes of the one it was made for. What a viewer does to its elements, said once as data. */
export function patched(drawing: Drawing, { width, height, boxes, edges }: PicturePatch): Drawing {
  return { width, height, boxes: patchedList(drawing.boxes, boxes), edges: patchedList(drawing.edges, edges) };
}

function patchedList(list: readonly Piece[], { removed, put }: ListPatch): Piece[] {
  const gone = new Set(removed);
  const pieces = list.filter(({ id }) => !gone.has(id));
  for (const { after, ...piece } of put) {
    const old = pieces.findIndex(({ id }) => id === piece.id);
    if (old >= 0) pieces.splice(old, 1);
    const before = after === null ? -1 : pieces.findIndex(({ id }) => id === after);
    pieces.splice(before + 1, 0, piece);
  }
  return pieces;
}
