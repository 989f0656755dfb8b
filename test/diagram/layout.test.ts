import { beforeAll, describe, expect, test } from 'vitest';
import { buildGraph } from '../../diagram/build.ts';
import type { Box, Layout, LayoutEngine, Point, Rectangle } from '../../diagram/graph.ts';
import { createGraphviz } from '../../diagram/layout/graphviz.ts';
import { allocate } from './models.ts';
import { PICTURES } from './pictures.ts';

let engine: LayoutEngine;
beforeAll(async () => {
  engine = await createGraphviz();
});

const inside = (inner: Rectangle, outer: Rectangle) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

const apart = (a: Rectangle, b: Rectangle) =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

/** Every pair of a box's children, and of the outermost boxes. */
function siblings(boxes: readonly Box[]): [Box, Box][] {
  const here = boxes.flatMap((a, index) => boxes.slice(index + 1).map((b): [Box, Box] => [a, b]));
  return [...here, ...boxes.flatMap(({ children }) => siblings(children))];
}

const nested = (boxes: readonly Box[]): [Box, Box][] =>
  boxes.flatMap((box) => [...box.children.map((child): [Box, Box] => [box, child]), ...nested(box.children)]);

const flatten = (boxes: readonly Box[]): Box[] => boxes.flatMap((box) => [box, ...flatten(box.children)]);

/** Points on a line of cubic Bézier curves, close enough together to hit whatever it crosses. */
function alongCurve(points: readonly Point[]): Point[] {
  const curves = Array.from({ length: (points.length - 1) / 3 }, (_, index) => points.slice(3 * index, 3 * index + 4));
  return curves.flatMap((four) => Array.from({ length: 21 }, (_, step) => onCurve(four, step / 20)));
}

function onCurve(four: readonly Point[], t: number): Point {
  const weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
  const sum = (of: (point: Point) => number) =>
    four.reduce((total, point, index) => total + of(point) * weights[index]!, 0);
  return { x: sum(({ x }) => x), y: sum(({ y }) => y) };
}

describe.each(Object.entries(PICTURES))('%s', (_, topology) => {
  const graph = buildGraph(topology, allocate);
  let layout: Layout;
  beforeAll(async () => {
    layout = await engine(graph);
  });
  const at = (box: Box) => layout.boxes.get(box.id)!;

  test('siblings do not overlap', () => {
    for (const [a, b] of siblings(graph.boxes)) expect(apart(at(a), at(b)), `${a.id} and ${b.id}`).toBe(true);
  });

  test('boxes lie in the box around them, and all in the picture', () => {
    for (const [outer, inner] of nested(graph.boxes)) expect(inside(at(inner), at(outer)), inner.id).toBe(true);
    const page = { x: 0, y: 0, width: layout.width, height: layout.height };
    for (const [id, box] of layout.boxes) expect(inside(box, page), id).toBe(true);
    for (const [id, points] of layout.edges) {
      for (const point of points) expect(inside({ ...point, width: 0, height: 0 }, page), id).toBe(true);
    }
  });

  test('lines begin and end at the sides of their boxes', () => {
    for (const edge of graph.edges) {
      const points = layout.edges.get(edge.id)!;
      const [from, to] = [layout.boxes.get(edge.from)!, layout.boxes.get(edge.to)!];
      expect(points.length % 3, edge.id).toBe(1);
      expect(points[0]!.x, edge.id).toBeCloseTo(from.x + from.width, 0);
      expect(points.at(-1)!.x, edge.id).toBeCloseTo(to.x, 0);
      for (const end of [points[0]!, points.at(-1)!]) {
        const box = end === points[0] ? from : to;
        expect(end.y).toBeGreaterThanOrEqual(box.y);
        expect(end.y).toBeLessThanOrEqual(box.y + box.height);
      }
    }
  });

  test('no line crosses a machine or a card that it does not mean', () => {
    const solid = flatten(graph.boxes).filter(({ kind }) =>
      ['node', 'host', 'service', 'gateway', 'router'].includes(kind),
    );
    for (const edge of graph.edges) {
      const meant = (box: Box) => [box, ...box.children].some(({ id }) => id === edge.from || id === edge.to);
      const others = solid.filter((box) => !meant(box)).map((box) => ({ id: box.id, ...at(box) }));
      for (const point of alongCurve(layout.edges.get(edge.id)!)) {
        const hit = others.find((box) => inside({ ...point, width: 0, height: 0 }, box));
        expect(hit?.id, `${edge.id} at ${point.x},${point.y}`).toBeUndefined();
      }
    }
  });

  test('the same again', async () => expect(await engine(graph)).toEqual(layout));
});

describe('the order of the text', () => {
  const tops = async (picture: string, ids: readonly string[]) => {
    const { boxes } = await engine(buildGraph(PICTURES[picture]!, allocate));
    return ids.map((id) => boxes.get(id)!.y);
  };
  test.each([
    ['a Service over three nodes', ['node:shop/n1', 'node:shop/n2', 'node:shop/n3']],
    ['a Service over three nodes', ['service:shop/default/web', 'service:shop/default/none']],
    ['a VPC with two zones and a NAT gateway', ['segment:main/zone-a', 'segment:main/zone-b']],
    ['two clusters and a router', ['segment:rack-1', 'segment:rack-2', 'segment:plant']],
    ['two clusters and a router', ['cluster:east', 'cluster:west']],
    ['forty nodes', ['node:wide/n0', 'node:wide/n1', 'node:wide/n9']],
  ])('%s: %j from top to bottom', async (picture, ids) => {
    const found = await tops(picture, ids);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  });
});

test('a further node at the end moves no other node', async () => {
  const topology = PICTURES['a Service over three nodes']!;
  const [cluster] = topology.clusters;
  const shorter = { ...topology, clusters: [{ ...cluster!, nodes: cluster!.nodes.slice(0, 2), namespaces: [] }] };
  const longer = { ...topology, clusters: [{ ...cluster!, namespaces: [] }] };
  const before = await engine(buildGraph(shorter, allocate));
  const after = await engine(buildGraph(longer, allocate));
  for (const id of ['node:shop/n1', 'node:shop/n2']) expect(after.boxes.get(id)).toEqual(before.boxes.get(id));
});
