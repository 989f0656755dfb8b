import { describe, expect, test } from 'vitest';
import { fitted, LARGEST, panned, revealing, SMALLEST, type View, zoomed } from '../../client/webview/preview/view.ts';

const page = { width: 800, height: 600 };

/** Where a point of the picture is on the page. */
const onPage = ({ x, y, scale }: View, point: { x: number; y: number }) => ({
  x: (point.x - x) * scale,
  y: (point.y - y) * scale,
});

describe('fitted', () => {
  test.each([
    [{ width: 4000, height: 300 }],
    [{ width: 100, height: 5000 }],
    [{ width: 790, height: 590 }],
    [{ width: 16, height: 16 }],
  ])('%j is seen as a whole, in the middle', (picture) => {
    const view = fitted(picture, page);
    const [start, end] = [onPage(view, { x: 0, y: 0 }), onPage(view, { x: picture.width, y: picture.height })];
    expect(Math.min(start.x, start.y)).toBeGreaterThanOrEqual(0);
    expect(end.x).toBeLessThanOrEqual(page.width);
    expect(end.y).toBeLessThanOrEqual(page.height);
    expect(start.x + end.x).toBeCloseTo(page.width);
    expect(start.y + end.y).toBeCloseTo(page.height);
  });

  test('a page without size is no trouble', () => {
    expect(fitted({ width: 100, height: 100 }, { width: 0, height: 0 }).scale).toBe(SMALLEST);
  });
});

describe('zoomed', () => {
  const view = { x: 10, y: 20, scale: 1.5 };
  const at = { x: 300, y: 200 };
  const under = { x: view.x + at.x / view.scale, y: view.y + at.y / view.scale };

  test.each([0.5, 1, 3])('by %d leaves the point under the pointer there', (factor) => {
    const found = onPage(zoomed(view, factor, at), under);
    expect(found.x).toBeCloseTo(at.x);
    expect(found.y).toBeCloseTo(at.y);
  });

  test('has limits', () => {
    expect(zoomed(view, 1000, at).scale).toBe(LARGEST);
    expect(zoomed(view, 0.0001, at).scale).toBe(SMALLEST);
  });
});

test('panned moves the picture with the pointer', () => {
  const view = { x: 10, y: 20, scale: 2 };
  const point = { x: 50, y: 60 };
  const [before, after] = [onPage(view, point), onPage(panned(view, 30, -12), point)];
  expect([after.x - before.x, after.y - before.y]).toEqual([30, -12]);
});

test('revealing moves only as far as it has to', () => {
  const view = { x: 0, y: 0, scale: 1 };
  expect(revealing(view, { x: 10, y: 10, width: 50, height: 50 }, page)).toEqual(view);
  expect(revealing(view, { x: 10, y: 2000, width: 50, height: 50 }, page)).toEqual({ x: 0, y: 1725, scale: 1 });
});
