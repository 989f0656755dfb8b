import { align } from './columns.ts';
import type { Line, Piece } from './lines.ts';
import { type Row, stacksOfRows } from './rows.ts';

/** Widths that differ by more than this are not padded: the eye does not follow such a gap. */
export const MAX_PADDING = 10;
/** Rows of which one says more than the other are alike when at least so many fields are the same. */
const MIN_COMMON = 3;
/** Spaces that somebody may put between fields to set them apart; more than that is meant as a column. */
const WIDEST_GAP = 3;

/** Aligns neighbouring rows: those that are alike as a table, others as far as their author did. */
export function alignRows(lines: readonly Line[]): void {
  for (const stack of stacksOfRows(lines)) alignStack(stack);
}

function alignStack(stack: readonly Row[]): void {
  const pairs = stack.slice(1).map((row, index) => [stack[index]!, row] as const);
  const alike = pairs.filter(([above, below]) => areAlike(above, below));
  const inTables = new Set(alike.flat());
  for (const row of stack) if (!inTables.has(row)) keepWideGaps(row);
  for (const [above, below] of alike) alignAsTable(above, below);
  for (const [above, below] of pairs) {
    if (!areAlike(above, below)) alignAsWritten(above, below);
  }
}

function areAlike(a: Row, b: Row): boolean {
  if (a.keyword !== b.keyword || a.brace !== b.brace) return false;
  const common = commonOf(a.shape, b.shape);
  const shorter = Math.min(a.shape.length, b.shape.length);
  return common === shorter && (a.shape.length === b.shape.length || common >= MIN_COMMON);
}

function commonOf(a: readonly string[], b: readonly string[]): number {
  const end = a.findIndex((word, index) => word !== b[index]);
  return end < 0 ? a.length : end;
}

/** Column by column, until one of them is too uneven. */
function alignAsTable(a: Row, b: Row): void {
  const columns = a.brace + 2 + commonOf(a.shape, b.shape);
  for (let i = 0; i < Math.min(columns, a.stops.length, b.stops.length); i++) {
    if (Math.abs(widthBefore(a, i) - widthBefore(b, i)) > MAX_PADDING) return;
    align(a.stops[i]!, b.stops[i]!);
  }
}

/** Characters of what stands between a stop and the one before it, with its least gaps. */
function widthBefore({ line: { pieces }, stops }: Row, index: number): number {
  const end = pieces.indexOf(stops[index]!);
  const start = index === 0 ? 0 : pieces.indexOf(stops[index - 1]!);
  return pieces.slice(start, end).reduce((sum, { gap, token }) => sum + gap + token.text.length, 0);
}

/** What the author put in one column, with more spaces than needed, stays in one. */
function alignAsWritten(a: Row, b: Row): void {
  for (const one of a.stops) {
    const other = b.stops.find(({ token }) => token.column === one.token.column);
    if (other && (isPadded(a, one) || isPadded(b, other))) align(one, other);
  }
}

function keepWideGaps({ line, stops, brace }: Row): void {
  for (const stop of stops.slice(brace + 2)) {
    if (sourceGap(line, stop) === WIDEST_GAP) stop.gap = WIDEST_GAP;
  }
}

function isPadded({ line }: Row, stop: Piece): boolean {
  return sourceGap(line, stop) > stop.gap;
}

/** Spaces in front of a piece in the source; none where it began a line. */
function sourceGap({ pieces }: Line, piece: Piece): number {
  const before = pieces[pieces.indexOf(piece) - 1];
  return before && before.token.endLine === piece.token.line ? piece.token.offset - before.token.end : 0;
}
