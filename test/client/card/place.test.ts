import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cardPlace } from '../../../client/webview/preview/card/place.ts';

const window = { width: 800, height: 600 };
const card = { width: 200, height: 100 };

test.each([
  ['right of its box', { x: 100, y: 50, width: 100, height: 40 }, { x: 208, y: 50 }],
  ['left where there is no room', { x: 600, y: 50, width: 150, height: 40 }, { x: 392, y: 50 }],
  ['below a box as wide as the window', { x: 0, y: 50, width: 800, height: 40 }, { x: 8, y: 98 }],
  ['above one at the bottom', { x: 0, y: 500, width: 800, height: 90 }, { x: 8, y: 392 }],
  ['not below the window', { x: 100, y: 590, width: 100, height: 40 }, { x: 208, y: 492 }],
])('%s', (_, box, expected) => expect(cardPlace(box, card, window)).toEqual(expected));

test('always in the window, wherever the box is', () => {
  const at = fc.integer({ min: -2000, max: 2000 });
  const length = fc.integer({ min: 1, max: 3000 });
  fc.assert(
    fc.property(fc.record({ x: at, y: at, width: length, height: length }), (box) => {
      const { x, y } = cardPlace(box, card, window);
      expect(x >= 8 && x + card.width + 8 <= window.width && y >= 8 && y + card.height + 8 <= window.height).toBe(true);
    }),
  );
});
