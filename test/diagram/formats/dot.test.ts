import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildGraph } from '../../../diagram/build.ts';
import { dotOf } from '../../../diagram/formats/dot.ts';
import type { Box, Graph } from '../../../diagram/graph.ts';
import { allocate } from '../models.ts';
import { PICTURES } from '../pictures.ts';

let graphviz: Graphviz;
beforeAll(async () => {
  graphviz = await Graphviz.load();
});

interface Json {
  readonly objects?: readonly { readonly name: string; readonly label: string }[];
  readonly edges?: readonly { readonly lhead?: string }[];
}

const read = (graph: Graph): Json => JSON.parse(graphviz.layout(dotOf(graph), 'json', 'dot')) as Json;
const flatten = (boxes: readonly Box[]): Box[] => boxes.flatMap((box) => [box, ...flatten(box.children)]);

describe('Graphviz reads every box and every edge', () => {
  test.each(Object.entries(PICTURES))('%s', (_, topology) => {
    const graph = buildGraph(topology, allocate);
    const { objects = [], edges = [] } = read(graph);
    const names = objects.map(({ name }) => name.replace(/^cluster /, ''));
    expect([...names].sort()).toEqual(
      flatten(graph.boxes)
        .map(({ id }) => id)
        .sort(),
    );
    expect(edges.length).toBe(graph.edges.length);
  });
});

test('names of any characters', () => {
  const label = 'a"b\\c <d>';
  const graph: Graph = { boxes: [{ id: 'node:"x"', kind: 'node', label, detail: 'x\ny', children: [] }], edges: [] };
  expect(read(graph).objects?.[0]?.name).toBe('node:"x"');
});

test('an edge to a box with others in it ends at its border', () => {
  const leaf: Box = { id: 'pods:a', kind: 'pods', label: 'a', children: [] };
  const graph: Graph = {
    boxes: [
      { id: 'node:n', kind: 'node', label: 'n', children: [leaf] },
      { id: 'router:r', kind: 'router', label: 'r', children: [] },
    ],
    edges: [{ id: 'e', from: 'router:r', to: 'node:n', kind: 'connects' }],
  };
  expect(read(graph).edges?.[0]?.lhead).toBe('cluster node:n');
});
