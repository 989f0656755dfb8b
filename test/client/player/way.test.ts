import { expect, test } from 'vitest';
import { spotOf, spotOn, wayBetween } from '../../../client/webview/preview/player/way.ts';

const spot = (x: number, y = 0) => ({ x, y });

test('a packet stands beside a box, of one with boxes in it on the upper edge', () => {
  const frame = { x: 10, y: 20, width: 100, height: 40 };
  expect(spotOf(frame, false)).toEqual(spot(117, 40));
  expect(spotOf(frame, true)).toEqual(spot(86, 20));
  expect(spotOf({ ...frame, width: 20 }, true)).toEqual(spot(20, 20));
});

test('it follows a line in the direction in which it goes', () => {
  const line = [spot(1), spot(2), spot(3)];
  expect(wayBetween(spot(0), spot(4), line).map(({ x }) => x)).toEqual([0, 1, 2, 3, 4]);
  expect(wayBetween(spot(4), spot(0), line).map(({ x }) => x)).toEqual([4, 3, 2, 1, 0]);
  expect(wayBetween(spot(4), spot(0))).toEqual([spot(4), spot(0)]);
});

test.each([
  [0, spot(0)],
  [0.25, spot(5)],
  [0.5, spot(10)],
  [0.75, spot(10, 5)],
  [1, spot(10, 10)],
  [2, spot(10, 10)],
  [-1, spot(0)],
])('after %d of its way it is at %o', (share, expected) => {
  expect(spotOn([spot(0), spot(10), spot(10, 10)], share)).toEqual(expected);
});

test('a way that leads nowhere has one spot', () => {
  expect(spotOn([spot(3), spot(3)], 0.5)).toEqual(spot(3));
});
