import { beforeAll, describe, expect, test } from 'vitest';
import type { Layout, LayoutEngine } from '../../diagram/graph.ts';
import { createGraphviz } from '../../diagram/layout/graphviz.ts';
import { layoutOf } from '../../diagram/layout/layout.ts';
import { graphOf, VIEWS, type View } from '../../diagram/views/view.ts';
import { allocator } from '../../network/topology/allocate.ts';
import { example, topologyOf } from '../support/examples.ts';

let engine: LayoutEngine;

beforeAll(async () => {
  engine = await createGraphviz();
});

async function placed(view: View, text: string): Promise<Layout> {
  const topology = await topologyOf(text);
  return layoutOf(graphOf(view, topology, allocator(topology)), () => engine);
}

/** How far the boxes that were there move on average, as a share of the diagram's diagonal. */
function movement(before: Layout, after: Layout): number {
  const moves = [...before.boxes].flatMap(([id, { x, y }]) => {
    const now = after.boxes.get(id);
    return now ? Math.hypot(now.x - x, now.y - y) : [];
  });
  // Replicas may go to another node, and in an address plan a node's range takes a part of what was free.
  const staying = [...before.boxes.keys()].filter((id) => !id.startsWith('pods:') && !id.includes(' free '));
  expect(staying.filter((id) => !after.boxes.has(id))).toEqual([]);
  return moves.reduce((sum, one) => sum + one, 0) / moves.length / Math.hypot(before.width, before.height);
}

const LAST = /(\n {2}namespace \w+ \{)/;

const END = /\n {2}\}\n\}/;

const EDITS: readonly [string, (text: string) => string][] = [
  ['a node', (text) => text.replace(LAST, '\n  node n9 { in shop/zone-i }$1')],
  [
    'a workload',
    (text) => text.replace(LAST, '$1\n    deployment cache { replicas 2  labels app=cache  port 6379/TCP }'),
  ],
  ['a Service', (text) => text.replace(END, '\n    service cache { selector app=web  port 6379/TCP }$&')],
  ['a namespace', (text) => text.replace(LAST, '\n  namespace extra { pod one { on n1 } }$1')],
];

/** The example with policies, which it has none of. */
const TEXT = example('ack-flannel.knet').replace(
  LAST,
  `$1
    deployment api { replicas 2  labels app=api  port 8080/TCP }
    deployment db  { replicas 2  labels app=db   port 5432/TCP }
    networkPolicy api { podSelector app=api  ingress { from podSelector app=web  port 8080/TCP } }
    networkPolicy db  { podSelector app=db   ingress { from podSelector app=api  port 5432/TCP } }`,
);

describe.each([
  ['ack-flannel', example('ack-flannel.knet')],
  ['ack-flannel with policies', TEXT],
])('%s', (_, text) => {
  describe.each(VIEWS)('in the view %s', (view) => {
    test.each(EDITS)('%s more moves the other boxes by less than a twentieth of the diagram', async (_, change) => {
      expect(change(text)).not.toBe(text);
      const before = await placed(view, text);
      if (before.boxes.size > 0) expect(movement(before, await placed(view, change(text)))).toBeLessThan(0.05);
    });
  });
});

test('there are boxes in every view of the text with policies', async () => {
  for (const view of VIEWS) expect((await placed(view, TEXT)).boxes.size, view).toBeGreaterThan(2);
});

test('a Service before all others moves the topology by less than a twentieth, too', async () => {
  const text = example('ack-flannel.knet');
  const before = await placed('topology', text);
  const after = await placed(
    'topology',
    text.replace(LAST, '$1\n    service cache { selector app=web  port 6379/TCP }'),
  );
  expect(movement(before, after)).toBeLessThan(0.05);
});
