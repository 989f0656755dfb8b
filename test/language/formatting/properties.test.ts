import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EXAMPLES } from '../support/examples.ts';
import { form, tokensIn } from './form.ts';

/** White space somebody may leave between two words. */
const white = fc.constantFrom(
  ' ',
  '  ',
  '   ',
  '     ',
  '\n',
  '\n\n\n',
  '\n      ',
  '\t',
  ' /* note */ ',
  ' // note\n',
);
const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), white });

/** An example with other white space, and comments, in some of its gaps. */
const disturbed = fc
  .tuple(fc.constantFrom(...EXAMPLES.map(([, text]) => text)), fc.array(change, { minLength: 1, maxLength: 40 }))
  .map(([text, changes]) => {
    const pieces = text.split(/(\s+)/);
    for (const one of changes) {
      const gap = 1 + 2 * Math.floor((one.at * (pieces.length - 1)) / 2);
      if (gap < pieces.length) pieces[gap] = one.white;
    }
    return pieces.join('');
  });

/** An example of which a stretch is missing, or stands twice. */
const damaged = fc
  .tuple(disturbed, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(60), fc.boolean())
  .map(([text, at, length, twice]) => {
    const start = Math.floor(at * text.length);
    return text.slice(0, start + (twice ? length : 0)) + text.slice(start + (twice ? 0 : length));
  });

const texts = fc.oneof({ weight: 3, arbitrary: disturbed }, damaged);

test('nothing but white space changes, and formatting twice is formatting once', () => {
  let formatted = 0;
  fc.assert(
    fc.property(texts, (text) => {
      const once = form(text);
      if (once === undefined) return;
      formatted++;
      expect(tokensIn(once)).toEqual(tokensIn(text));
      expect(form(once)).toBe(once);
    }),
    { numRuns: 400 },
  );
  // A property of texts that are never formatted would hold of anything.
  expect(formatted).toBeGreaterThan(200);
}, 60_000);
