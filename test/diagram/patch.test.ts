import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSmaller, patchOf } from '../../diagram/patch/patch.ts';
import { steady } from '../../diagram/patch/steady.ts';
import type { Drawing, Piece } from '../../diagram/svg.ts';
import { patched } from './patched.ts';

const pieces = fc.uniqueArray(fc.record({ id: fc.constantFrom(...'abcdefghij'), markup: fc.constantFrom('1', '2') }), {
  selector: ({ id }) => id,
});
const drawings = fc.record({ width: fc.nat(900), height: fc.nat(900), boxes: pieces, edges: pieces });

const list = (ids: string): Piece[] => [...ids].map((id) => ({ id, markup: `<g>${id}</g>` }));
const drawing = (boxes: string, edges = ''): Drawing => ({
  width: 9,
  height: 9,
  boxes: list(boxes),
  edges: list(edges),
});

test('a patch makes the next picture of the last one, whatever the two are', () => {
  fc.assert(
    fc.property(drawings, drawings, (from, to) => {
      expect(patched(from, patchOf(from, to)!)).toEqual(to);
    }),
  );
});

test('a patch from a picture to itself is empty', () => {
  const nothing = { removed: [], put: [] };
  fc.assert(
    fc.property(drawings, (one) => {
      expect(patchOf(one, one)).toMatchObject({ boxes: nothing, edges: nothing });
    }),
  );
});

test('only an id of one piece is an id', () => expect(patchOf(drawing('aba'), drawing('ab'))).toBeUndefined());

test.each([
  ['abc', 'abxc', [['x', 'b']], []],
  ['abc', 'xabc', [['x', null]], []],
  ['abc', 'ac', [], ['b']],
  ['abcdef', 'fabcde', [['f', null]], []],
  ['abcdef', 'bcdefa', [['a', 'f']], []],
])('from %s to %s as few as possible are put', (from, to, put, removed) => {
  const patch = patchOf(drawing(from), drawing(to))!;
  expect(patch.boxes.put.map(({ id, after }) => [id, after])).toEqual(put);
  expect(patch.boxes.removed).toEqual(removed);
});

test('a patch is worth sending when it leaves something out', () => {
  const worth = (from: string, to: string) => isSmaller(patchOf(drawing(from), drawing(to))!, drawing(to));
  expect(worth('abc', 'abcd')).toBe(true);
  expect(worth('abc', 'xyz')).toBe(false);
});

test('the longest row that keeps its order is found', () => {
  expect([...steady([5, 1, 2, 9, 3, 4])].toSorted()).toEqual([1, 2, 3, 4]);
  expect(steady([]).size).toBe(0);
});
