import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Range } from 'vscode-languageserver-types';
import { syntaxDiagnostics } from '../../language/diagnostics.ts';
import { textEdits } from '../../language/edits.ts';
import { declarationRangeOf, originAt, rangeOf } from '../../language/origins.ts';
import type { Origin } from '../../network/topology/origin.ts';
import { EXAMPLES } from './support/examples.ts';
import { forget, lowerDocument, parse } from './support/knet.ts';

type Edit = (text: string) => string;

const span = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(40));
const place = (text: string, at: number) => Math.floor(at * text.length);
const piece = fc.constantFrom(
  '{',
  '}',
  ' ',
  '\n',
  '"',
  '/*',
  '//',
  '->',
  'é',
  '🐳',
  '\u0000',
  '\uE000',
  '10.0.0.0/8',
  'cidr',
  'pod x {',
  ':',
  '/*',
  "'",
);

const edit: fc.Arbitrary<Edit> = fc.oneof(
  span.map(
    ([at, length]): Edit =>
      (text) =>
        text.slice(0, place(text, at)) + text.slice(place(text, at) + length),
  ),
  fc.tuple(span, piece).map(
    ([[at], what]): Edit =>
      (text) =>
        text.slice(0, place(text, at)) + what + text.slice(place(text, at)),
  ),
  span.map(
    ([at, length]): Edit =>
      (text) => {
        const start = place(text, at);
        return text.slice(0, start + length) + text.slice(start, start + length) + text.slice(start + length);
      },
  ),
  fc.tuple(span, span).map(
    ([[a, n], [b]]): Edit =>
      (text) => {
        const moved = text.slice(place(text, a), place(text, a) + n);
        const rest = text.slice(0, place(text, a)) + text.slice(place(text, a) + n);
        return rest.slice(0, place(rest, b)) + moved + rest.slice(place(rest, b));
      },
  ),
  fc.tuple(span, fc.string({ unit: 'grapheme', maxLength: 8 })).map(
    ([[at], what]): Edit =>
      (text) =>
        text.slice(0, place(text, at)) + what + text.slice(place(text, at)),
  ),
);

/** All that is read from a text: nothing may throw, and every range must lie in the file. */
async function check(text: string): Promise<void> {
  const document = await parse(text);
  const { textDocument } = document;
  const inside = ({ start, end }: Range) => {
    const [from, to] = [textDocument.offsetAt(start), textDocument.offsetAt(end)];
    expect(from).toBeLessThanOrEqual(to);
    expect(textDocument.positionAt(from)).toEqual(start);
    expect(textDocument.positionAt(to)).toEqual(end);
  };
  const checkOrigin = (origin: Origin) => {
    for (const found of [rangeOf(origin), declarationRangeOf(origin)]) if (found) inside(found.range);
  };
  JSON.stringify(lowerDocument(document), (_key, value) => {
    if (value?.reader === undefined) return typeof value === 'bigint' ? String(value) : value;
    checkOrigin(value);
    return undefined;
  });
  for (const { origin, fixes } of syntaxDiagnostics(document)) {
    expect(rangeOf(origin)).toBeDefined();
    checkOrigin(origin);
    for (const { changes } of fixes)
      for (const edits of textEdits(changes).values()) for (const one of edits) inside(one.range);
  }
  for (let offset = 0; offset < text.length; offset += 37) originAt(document, offset);
  forget(document);
}

test.each(EXAMPLES)(
  'random edits of %s: no exception, no hang, ranges inside the file',
  async (_name, text) => {
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) =>
        check(edits.reduce((changed, change) => change(changed), text)),
      ),
      { numRuns: 60, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
    );
  },
  60_000,
);

test('no text at all, and texts of nothing but signs', async () => {
  for (const text of [
    '',
    ' ',
    '{',
    '}',
    '}}}',
    '{{{',
    'cluster',
    'cluster {',
    '"',
    '/*',
    '\u{feff}',
    'a'.repeat(5000),
    '{'.repeat(300),
    '-> '.repeat(300),
  ])
    await check(text);
});
