import { endOf } from './columns.ts';
import type { Line, Piece } from './lines.ts';

/** Spaces in front of a comment that its author did not set apart. */
const COMMENT_GAP = 3;
const LEAST_GAP = 2;

interface Trailing {
  readonly piece: Piece;
  readonly indent: number;
  /** Column behind what the comment is about. */
  readonly end: number;
  /** Spaces in the source; undefined when there were too few to mean anything. */
  readonly gap?: number;
}

/**
 * Comments behind something keep their distance. Those of successive lines that stood in one column stay in one; a comment
 * that was just written, with a space or none, joins those above it.
 */
export function placeComments(lines: readonly Line[]): void {
  let column: Trailing[] = [];
  for (const line of lines) {
    if (line.blank) column = close(column);
    const comment = trailingOf(line);
    if (!comment) continue;
    if (column.length > 0 && !belongs(comment, column.at(-1)!)) column = close(column);
    column.push(comment);
  }
  close(column);
}

function trailingOf({ pieces, trailing, indent }: Line): Trailing | undefined {
  if (!trailing) return undefined;
  const before = pieces.at(-2)!;
  const gap = trailing.token.offset - before.token.end;
  return { piece: trailing, indent, end: endOf(before), gap: gap >= LEAST_GAP ? gap : undefined };
}

function belongs(comment: Trailing, above: Trailing): boolean {
  if (comment.gap === undefined || above.gap === undefined) return comment.indent === above.indent;
  return comment.piece.token.column === above.piece.token.column;
}

function close(column: readonly Trailing[]): [] {
  const set = column.filter(({ gap }) => gap !== undefined);
  const gap = Math.min(...set.map((one) => one.gap!));
  const at = set.length > 0 ? Math.max(...ends(set)) + gap : Math.max(...ends(column)) + COMMENT_GAP;
  const needed = Math.max(at, ...ends(column).map((end) => end + LEAST_GAP));
  for (const { piece } of column) piece.column = needed;
  return [];
}

const ends = (column: readonly Trailing[]) => column.map(({ end }) => end);
