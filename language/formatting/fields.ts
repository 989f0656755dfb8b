import * as ast from '../generated/ast.ts';
import { align } from './columns.ts';
import type { Line, Piece } from './lines.ts';
import { MAX_PADDING } from './tables.ts';

/** A longer keyword stands out of the column instead of moving it. */
const MAX_KEYWORD = 16;

/** Aligns the values of successive fields, and the arrows of those that are of one kind. */
export function alignFields(lines: readonly Line[]): void {
  for (const run of runsOfFields(lines)) {
    // Fields that share a line are a style of their own: the block stays loose.
    if (run.some((line) => fieldsIn(line) > 1)) continue;
    alignValues(run);
    run.slice(1).forEach((line, index) => {
      alignArrows(run[index]!, line);
    });
  }
}

/** Successive lines of one depth that begin with a field without a block; comment lines between them do not count. */
function runsOfFields(lines: readonly Line[]): Line[][] {
  const runs: Line[][] = [[]];
  for (const line of lines) {
    if (line.blank) runs.push([]);
    if (line.pieces[0]!.token.comment) continue;
    const isNext = isPlain(line) && (runs.at(-1)![0]?.indent ?? line.indent) === line.indent;
    if (!isNext) runs.push([]);
    if (isPlain(line)) runs.at(-1)!.push(line);
  }
  return runs;
}

function isPlain({ pieces }: Line): boolean {
  const { field } = pieces[0]!.token;
  if (field === undefined || ast.isImport(field) || pieces.some(({ token }) => token.brace)) return false;
  return !ast.isDeclaration(field) || ast.isContainerNetwork(field) || ast.isBackend(field);
}

const fieldsIn = ({ pieces }: Line) => pieces.filter(({ token }) => token.field).length;

function alignValues(run: readonly Line[]): void {
  const values = run.filter(({ pieces }) => pieces[0]!.token.text.length <= MAX_KEYWORD).flatMap(valueIn);
  for (const value of values.slice(1)) align(values[0]!, value);
}

/** What follows the keyword, where something does. */
function valueIn({ pieces, trailing }: Line): Piece[] {
  const value = pieces[1];
  return value && value !== trailing && !value.token.comment ? [value] : [];
}

/** `path /api -> web:80` above `path / -> web:80`. */
function alignArrows(above: Line, below: Line): void {
  if (above.pieces[0]!.token.text !== below.pieces[0]!.token.text) return;
  const [one, other] = [arrowOf(above), arrowOf(below)];
  if (one && other && Math.abs(widthOf(one.front) - widthOf(other.front)) <= MAX_PADDING) align(one.arrow, other.arrow);
}

function arrowOf({ pieces }: Line): { arrow: Piece; front: readonly Piece[] } | undefined {
  const field = pieces[0]!.token.field;
  const index = pieces.findIndex(({ token }) => token.text === '->');
  if (index < 0 || ast.isQuestion(field)) return undefined;
  return { arrow: pieces[index]!, front: pieces.slice(0, index) };
}

const widthOf = (pieces: readonly Piece[]) => pieces.reduce((sum, { gap, token }) => sum + gap + token.text.length, 0);
