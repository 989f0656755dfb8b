import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Edge, Graph, Layout, Point, Rectangle } from '../../diagram/graph.ts';
import { placeLabels } from '../../diagram/layout/labels.ts';
import { edgeLabelSize } from '../../diagram/measure/shape.ts';

const edge = (id: string, label?: string): Edge => ({ id, from: 'a', to: 'b', kind: 'routes', label });
const graph = (...edges: Edge[]): Graph => ({ boxes: [], edges });
const layout = (lines: Readonly<Record<string, readonly Point[]>>): Layout => ({
  width: 500,
  height: 500,
  boxes: new Map(),
  edges: new Map(Object.entries(lines)),
});
const across = (y: number): Point[] => [
  { x: 0, y },
  { x: 200, y },
];
const rectangle = ({ x, y }: Point, label: string): Rectangle => {
  const { width, height } = edgeLabelSize(label);
  return { x: x - width / 2, y: y - height / 2, width, height };
};
const overlap = (a: Rectangle, b: Rectangle) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

test('a label stands in the middle of its line, a curve of which is taken as drawn', () => {
  const curve = [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
    { x: 100, y: 80 },
    { x: 200, y: 80 },
  ];
  const places = placeLabels(graph(edge('s', 'x'), edge('c', 'x'), edge('none')), layout({ s: across(200), c: curve, none: across(300) }), []); // biome-ignore format: one call
  expect(places.get('s')).toEqual({ x: 100, y: 200 });
  expect(places.get('c')?.x).toBeCloseTo(100);
  expect(places.get('c')?.y).toBeCloseTo(40);
  expect(places.has('none')).toBe(false);
});

test('it gives way to a box and to another label', () => {
  const box = { x: 90, y: 0, width: 20, height: 20 };
  const places = placeLabels(graph(edge('e', 'x'), edge('f', 'x')), layout({ e: across(10), f: across(10) }), [box]);
  expect(new Set([...places.values()].map(({ x }) => x))).not.toContain(100);
  expect(places.size).toBe(2);
});

test('where there is no room there is no label', () => {
  const wall = { x: -50, y: 0, width: 300, height: 20 };
  expect(placeLabels(graph(edge('e', 'x')), layout({ e: across(10) }), [wall]).size).toBe(0);
});

const point = fc.record({ x: fc.integer({ min: 0, max: 300 }), y: fc.integer({ min: 0, max: 120 }) });

test('labels never lie on each other nor on boxes, whatever the lines', () => {
  const lines = fc.array(fc.tuple(point, point, fc.constantFrom('80/TCP', 'all ports')), { maxLength: 12 });
  const boxes = fc.array(fc.record({ x: fc.nat(300), y: fc.nat(120), width: fc.nat(60), height: fc.nat(30) }), { maxLength: 4 }); // biome-ignore format: one thought
  fc.assert(
    fc.property(lines, boxes, (drawn, solid) => {
      const edges = drawn.map(([, , label], index) => edge(`e${index}`, label));
      const places = placeLabels(graph(...edges), layout(Object.fromEntries(drawn.map(([a, b], i) => [`e${i}`, [a, b]]))), solid); // biome-ignore format: one call
      const found = edges.flatMap(({ id, label }) => (places.has(id) ? [rectangle(places.get(id)!, label!)] : []));
      for (const [index, one] of found.entries())
        expect([...solid, ...found.slice(index + 1)].some((other) => overlap(one, other))).toBe(false);
    }),
  );
});
