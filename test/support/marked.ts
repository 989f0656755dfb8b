import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, Range } from 'vscode-languageserver-types';

/** A text with places in it: `<|>` is a cursor, `<[` and `]>` are the ends of a range. Ranges do not nest. */
export interface Marked {
  readonly text: string;
  readonly cursors: readonly Position[];
  readonly ranges: readonly Range[];
}

const MARK = /<\|>|<\[|\]>/g;

/** Takes the marks out of a text and says where they were. */
export function readMarks(marked: string): Marked {
  const cursors: number[] = [];
  const ranges: [number, number][] = [];
  let removed = 0;
  let start: number | undefined;
  for (const match of marked.matchAll(MARK)) {
    const offset = match.index - removed;
    removed += match[0].length;
    if (match[0] === '<|>') cursors.push(offset);
    else if (match[0] === '<[') start = offset;
    else if (start === undefined) throw new Error('a range ends that has not begun');
    else {
      ranges.push([start, offset]);
      start = undefined;
    }
  }
  if (start !== undefined) throw new Error('a range does not end');
  const text = marked.replace(MARK, '');
  const document = TextDocument.create('', 'knet', 0, text);
  return {
    text,
    cursors: cursors.map((offset) => document.positionAt(offset)),
    ranges: ranges.map(([from, to]) => ({ start: document.positionAt(from), end: document.positionAt(to) })),
  };
}

/** The one cursor of a text that has one. */
export function cursorOf({ cursors }: Marked): Position {
  if (cursors.length !== 1) throw new Error(`the text has ${cursors.length} cursors`);
  return cursors[0]!;
}
