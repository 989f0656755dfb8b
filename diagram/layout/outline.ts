import type { Box, Edge, Graph } from '../graph.ts';
import { formOf } from '../measure/shape.ts';
import type { Size } from './grid.ts';
import { pack } from './pack.ts';
import type { Packed } from './packed.ts';
import { clustersAreHeadings, sizesOf } from './sizes.ts';

/** The graph as the engine sees it: outermost boxes of fixed size, and where on their borders lines leave and arrive. */
export interface Outline {
  readonly blocks: readonly Block[];
  /** Block by the id of any box in it. */
  readonly blockOf: ReadonlyMap<string, Block>;
  /** Edges between two blocks. */
  readonly outer: readonly Edge[];
  /** One for each two blocks with edges between them: hundreds of lines are placed like one. */
  readonly strands: readonly Strand[];
  /** Edges within one block; they need no engine. */
  readonly inner: readonly Edge[];
  /** Blocks that stand above each other in the order of the text, column by column. The others follow their lines. */
  readonly columns: readonly (readonly Block[])[];
}

export interface Block {
  /** `b0`, `b1`, …: no text of the user's reaches the engine. */
  readonly name: string;
  readonly box: Box;
  readonly content: Packed;
}

/** The edges between two blocks as one line between the middles of their ends. */
export interface Strand {
  readonly tail: Block;
  readonly head: Block;
  /** Heights at which it leaves the one and arrives at the other, from the blocks' tops. */
  readonly exit: number;
  readonly entry: number;
}

/** Takes from a graph what the engine has to place; what is inside of blocks is arranged here. */
export function outlineOf(graph: Graph): Outline {
  const outermost = new Map(graph.boxes.flatMap((box) => idsIn(box).map((id) => [id, box] as const)));
  const crosses = ({ from, to }: Edge) => outermost.get(from) !== outermost.get(to);
  const outer = graph.edges.filter(crosses);
  const reached = new Set(outer.map(({ to, kind }) => kind !== 'selects' && outermost.get(to)));
  const columns = declaredColumns(graph) ?? columnsOf(graph.boxes, reached);
  const sizes = sizesOf(graph);
  for (const column of columns) widen(column, sizes);
  const blocks = graph.boxes.map((box, index) => ({ name: `b${index}`, box, content: pack(box, sizes) }));
  const blockOf = new Map(blocks.flatMap((block) => [...block.content.boxes.keys()].map((id) => [id, block] as const)));
  return {
    blocks,
    blockOf,
    outer,
    strands: strandsOf(outer, blockOf),
    inner: graph.edges.filter((edge) => !crosses(edge)),
    columns: columns.map((column) => column.map(({ id }) => blockOf.get(id)!)),
  };
}

/** The same for all edges from one block to another. */
export const strandKey = (tail: Block, head: Block): string => `${tail.name} ${head.name}`;

function strandsOf(edges: readonly Edge[], blockOf: ReadonlyMap<string, Block>): Strand[] {
  const bundles = new Map<string, Edge[]>();
  for (const edge of edges) {
    const key = strandKey(blockOf.get(edge.from)!, blockOf.get(edge.to)!);
    const bundle = bundles.get(key);
    if (bundle) bundle.push(edge);
    else bundles.set(key, [edge]);
  }
  return [...bundles.values()].map((bundle) => {
    const [tail, head] = [blockOf.get(bundle[0]!.from)!, blockOf.get(bundle[0]!.to)!];
    const exit = median(bundle.map(({ from }) => exitHeight(tail, from)));
    return { tail, head, exit, entry: median(bundle.map(({ to }) => entryHeight(head, to))) };
  });
}

/** The middle one, so that this line at least runs straight; between the two in the middle when there is none. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
}

const idsIn = (box: Box): string[] => [box.id, ...box.children.flatMap(idsIn)];

function declaredColumns({ boxes, columns }: Graph): Box[][] | undefined {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  return columns?.map((column) => column.flatMap((id) => byId.get(id) ?? [])).filter(({ length }) => length > 0);
}

/** Clusters with Services stand left of the networks, and these in the column that lines to routers and gateways leave. */
function columnsOf(boxes: readonly Box[], reached: ReadonlySet<Box | undefined | false>): Box[][] {
  const clusters = boxes.filter(({ kind }) => kind === 'cluster');
  const networks = boxes.filter((box) => box.kind !== 'cluster' && !reached.has(box));
  const columns = clustersAreHeadings(boxes) ? [[...clusters, ...networks]] : [clusters, networks];
  return columns.filter(({ length }) => length > 0);
}

/** Cards in a column are as wide as the column. */
function widen(column: readonly Box[], sizes: Map<string, Size>): void {
  const width = Math.max(...column.map((box) => pack(box, sizes).width));
  for (const box of column) {
    const size = sizes.get(box.id);
    if (size && formOf(box) === 'card') sizes.set(box.id, { ...size, width });
  }
}

/** Height at which a line to (from) a box crosses the left (right) border of its block, from the block's top. */
export const entryHeight = ({ content }: Block, id: string): number => content.lanes.get(id)!.left[0]!.y;
export const exitHeight = ({ content }: Block, id: string): number => content.lanes.get(id)!.right.at(-1)!.y;
