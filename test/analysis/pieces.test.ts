import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Pieces } from '../../analysis/fix-all/pieces.ts';

const edit = fc.record({ at: fc.nat(), removed: fc.nat({ max: 8 }), newText: fc.string({ maxLength: 5 }) });

test('the sum of edits, made at once, gives what they gave one after the other', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), fc.array(edit, { maxLength: 8 }), (original, edits) => {
      const pieces = new Pieces(original);
      let expected = original;
      for (const { at, removed, newText } of edits) {
        const document = TextDocument.create('', '', 0, expected);
        const start = at % (expected.length + 1);
        const range = { start: document.positionAt(start), end: document.positionAt(start + removed) };
        expected = TextDocument.applyEdits(document, [{ range, newText }]);
        pieces.edit([{ range, newText }]);
      }
      expect(pieces.text).toBe(expected);
      expect(TextDocument.applyEdits(TextDocument.create('', '', 0, original), pieces.sum())).toBe(expected);
    }),
  );
});

test('what no edit touched is in no edit of the sum', () => {
  const pieces = new Pieces('one two three');
  pieces.edit([{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 3 } }, newText: '1' }]);
  pieces.edit([{ range: { start: { line: 0, character: 6 }, end: { line: 0, character: 11 } }, newText: '3' }]);
  expect(pieces.text).toBe('1 two 3');
  expect(pieces.sum()).toEqual([
    { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 3 } }, newText: '1' },
    { range: { start: { line: 0, character: 8 }, end: { line: 0, character: 13 } }, newText: '3' },
  ]);
});
