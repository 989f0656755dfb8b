import type { LangiumDocument } from 'langium';
import type { TextEdit } from 'vscode-languageserver-types';
import { endOf, setColumns } from './columns.ts';
import { placeComments } from './comments.ts';
import { alignFields } from './fields.ts';
import { type Line, linesOf, type Piece } from './lines.ts';
import { alignRows } from './tables.ts';
import { tokensOf } from './tokens.ts';

/** White space to be put in the place of other white space. */
export interface Gap {
  readonly offset: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The white space of a text as `examples/` have it; tokens and comments are never touched. Undefined for a text with
 * mistakes in its syntax.
 */
export function gapsOf(document: LangiumDocument): Gap[] | undefined {
  const tokens = tokensOf(document);
  if (!tokens) return undefined;
  const lines = linesOf(tokens);
  alignRows(lines);
  alignFields(lines);
  setColumns(lines);
  placeComments(lines);
  const text = document.textDocument.getText();
  return written(lines, text).filter((gap) => text.slice(gap.offset, gap.end) !== gap.text);
}

function written(lines: readonly Line[], text: string): Gap[] {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const gaps: Gap[] = [];
  let end = 0;
  const write = ({ offset, end: next }: Piece['token'], white: string) => {
    gaps.push({ offset: end, end: offset, text: white });
    end = next;
  };
  for (const [index, { pieces, blank }] of lines.entries()) {
    const breaks = index === 0 ? '' : blank ? newline + newline : newline;
    let column = 0;
    for (const [place, piece] of pieces.entries()) {
      const spaces = ' '.repeat(Math.max(0, piece.column - column));
      write(piece.token, place === 0 ? breaks + spaces : spaces);
      column = endOf(piece);
    }
  }
  gaps.push({ offset: end, end: text.length, text: lines.length === 0 ? '' : newline });
  return gaps;
}

/** The gaps between tokens as edits, those that are right already left out. */
export function editsOf(document: LangiumDocument, gaps: readonly Gap[]): TextEdit[] {
  const at = (offset: number) => document.textDocument.positionAt(offset);
  return gaps.map(({ offset, end, text }) => ({ range: { start: at(offset), end: at(end) }, newText: text }));
}

/** The text with its gaps in the place of what was there. */
export function applyGaps(text: string, gaps: readonly Gap[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const gap of gaps) {
    parts.push(text.slice(done, gap.offset), gap.text);
    done = gap.end;
  }
  return parts.join('') + text.slice(done);
}
