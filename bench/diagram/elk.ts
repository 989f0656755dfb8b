import Elk from 'elkjs/lib/elk.bundled.js';
import type { ELK, ElkNode } from 'elkjs/lib/elk-api.js';
import type { Box, Graph } from '../../diagram/graph.ts';
import type { Size } from '../../diagram/layout/grid.ts';
import { sizesOf } from '../../diagram/layout/sizes.ts';
import { FRAME_PADDING, formOf, headerHeight, headerWidth, ROW, rowWidth } from '../../diagram/measure/shape.ts';

/** Whole of a nested graph at once, as its documentation tells those to do who have edges across borders. */
const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
};

// The package is CommonJS: its class is the module itself, or what is called `default` in it.
const elk = new ((Elk as unknown as { default?: new () => ELK }).default ?? (Elk as unknown as new () => ELK))();

/** Lays the same boxes of the same sizes out with elkjs; answers how many it has placed. */
export async function layoutWithElk(graph: Graph): Promise<number> {
  const sizes = sizesOf(graph);
  const root: ElkNode = {
    id: 'root',
    layoutOptions: OPTIONS,
    children: graph.boxes.map((box) => nodeOf(box, sizes)),
    edges: graph.edges.map(({ id, from, to }) => ({ id, sources: [from], targets: [to] })),
  };
  return placed((await elk.layout(root)).children ?? []);
}

function nodeOf(box: Box, sizes: ReadonlyMap<string, Size>): ElkNode {
  if (box.children.length === 0) {
    const size = sizes.get(box.id) ?? { width: rowWidth(box), height: ROW.height };
    return { id: box.id, width: size.width, height: size.height };
  }
  const padding = formOf(box) === 'frame' ? FRAME_PADDING : ROW.inset;
  return {
    id: box.id,
    layoutOptions: {
      'elk.padding': `[top=${headerHeight(box)},left=${padding},bottom=${padding},right=${padding}]`,
      'elk.nodeSize.minimum': `(${headerWidth(box)},${headerHeight(box)})`,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
    },
    children: box.children.map((child) => nodeOf(child, sizes)),
  };
}

const placed = (nodes: readonly ElkNode[]): number =>
  nodes.reduce((sum, { x, children = [] }) => sum + (x === undefined ? 0 : 1) + placed(children), 0);
