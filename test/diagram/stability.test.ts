import { beforeAll, expect, test } from 'vitest';
import { buildGraph } from '../../diagram/build.ts';
import type { Layout, LayoutEngine } from '../../diagram/graph.ts';
import { createGraphviz } from '../../diagram/layout/graphviz.ts';
import { allocator } from '../../network/topology/allocate.ts';
import { example, topologyOf } from '../support/examples.ts';

let engine: LayoutEngine;
let before: Layout;

beforeAll(async () => {
  engine = await createGraphviz();
  before = await layoutOf(example('ack-flannel.knet'));
});

async function layoutOf(text: string): Promise<Layout> {
  const topology = await topologyOf(text);
  return engine(buildGraph(topology, allocator(topology)));
}

/** How far the boxes that were there move on average, as a share of the diagram's diagonal. */
function movement(after: Layout): number {
  const moves = [...before.boxes].flatMap(([id, { x, y }]) => {
    const now = after.boxes.get(id);
    return now ? Math.hypot(now.x - x, now.y - y) : [];
  });
  expect(moves.length).toBe(before.boxes.size);
  return moves.reduce((sum, one) => sum + one, 0) / moves.length / Math.hypot(before.width, before.height);
}

const LAST = /(\n {2}namespace \w+ \{)/;

test.each([
  ['a node', (text: string) => text.replace(LAST, '\n  node n9 { in shop/zone-i }$1')],
  ['a workload', (text: string) => text.replace(LAST, '$1\n    deployment cache { replicas 2  labels app=cache }')],
  ['a Service', (text: string) => text.replace(LAST, '$1\n    service cache { selector app=web  port 6379/TCP }')],
  ['a namespace', (text: string) => text.replace(LAST, '\n  namespace extra { pod one { on n1 } }$1')],
])('%s more moves the other boxes by less than a twentieth of the diagram', async (_, change) => {
  const text = change(example('ack-flannel.knet'));
  expect(text).not.toBe(example('ack-flannel.knet'));
  expect(movement(await layoutOf(text))).toBeLessThan(0.05);
});
