import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from 'vscode-languageserver-types';

/** A stretch of the original text, or text that an edit wrote. */
type Piece = { readonly from: number; readonly to: number } | { readonly written: string };

const isOriginal = (piece: Piece): piece is Extract<Piece, { from: unknown }> => 'from' in piece;
const lengthOf = (piece: Piece) => (isOriginal(piece) ? piece.to - piece.from : piece.written.length);

/**
 * A text that is edited again and again and still knows which of it is original: the sum of all edits touches no more of
 * the original than the edits themselves did, so cursors and marks in an editor stay where they are.
 */
export class Pieces {
  readonly #original: string;
  #pieces: readonly Piece[];

  constructor(original: string) {
    this.#original = original;
    this.#pieces = [{ from: 0, to: original.length }];
  }

  get text(): string {
    return this.#pieces.map((piece) => this.#textOf(piece)).join('');
  }

  /** Edits of the text as it is now; they do not overlap. */
  edit(edits: readonly TextEdit[]): void {
    const document = TextDocument.create('', '', 0, this.text);
    const placed = edits.map(({ range, newText }) => ({
      start: document.offsetAt(range.start),
      end: document.offsetAt(range.end),
      newText,
    }));
    for (const { start, end, newText } of placed.sort((a, b) => b.start - a.start)) this.#replace(start, end, newText);
  }

  /** All edits so far, as edits of the original text. */
  sum(): TextEdit[] {
    const document = TextDocument.create('', '', 0, this.#original);
    const edits: TextEdit[] = [];
    let reached = 0;
    let written = '';
    const close = (until: number) => {
      if (until > reached || written !== '') {
        const range = { start: document.positionAt(reached), end: document.positionAt(until) };
        edits.push({ range, newText: written });
      }
      written = '';
    };
    for (const piece of this.#pieces) {
      if (!isOriginal(piece)) written += piece.written;
      else if (piece.to > piece.from) {
        close(piece.from);
        reached = piece.to;
      }
    }
    close(this.#original.length);
    return edits;
  }

  #textOf(piece: Piece): string {
    return isOriginal(piece) ? this.#original.slice(piece.from, piece.to) : piece.written;
  }

  #replace(start: number, end: number, newText: string): void {
    const before = cut(this.#pieces, 0, start);
    const after = cut(this.#pieces, end, Number.POSITIVE_INFINITY);
    this.#pieces = [...before, { written: newText }, ...after];
  }
}

/** The pieces between two offsets of the text that they make up. */
function cut(pieces: readonly Piece[], start: number, end: number): Piece[] {
  const kept: Piece[] = [];
  let offset = 0;
  for (const piece of pieces) {
    const length = lengthOf(piece);
    const [from, to] = [Math.max(start - offset, 0), Math.min(end - offset, length)];
    if (from < to) kept.push(part(piece, from, to));
    offset += length;
  }
  return kept;
}

function part(piece: Piece, from: number, to: number): Piece {
  if (isOriginal(piece)) return { from: piece.from + from, to: piece.from + to };
  return { written: piece.written.slice(from, to) };
}
