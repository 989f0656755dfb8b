import type { Box, Edge, Graph } from '../graph.ts';
import { pack } from './pack.ts';
import type { Packed } from './packed.ts';
import { sizesOf } from './sizes.ts';

/** The graph as the engine sees it: outermost boxes of fixed size, and where on their borders lines leave and arrive. */
export interface Outline {
  readonly blocks: readonly Block[];
  /** Block by the id of any box in it. */
  readonly blockOf: ReadonlyMap<string, Block>;
  /** Edges between two blocks. */
  readonly outer: readonly Edge[];
  /** Edges within one block; they need no engine. */
  readonly inner: readonly Edge[];
}

export interface Block {
  /** `b0`, `b1`, …: no text of the user's reaches the engine. */
  readonly name: string;
  readonly box: Box;
  readonly content: Packed;
}

export function outlineOf(graph: Graph): Outline {
  const sizes = sizesOf(graph);
  const blocks = graph.boxes.map((box, index) => ({ name: `b${index}`, box, content: pack(box, sizes) }));
  const blockOf = new Map(blocks.flatMap((block) => [...block.content.boxes.keys()].map((id) => [id, block] as const)));
  const crosses = ({ from, to }: Edge) => blockOf.get(from) !== blockOf.get(to);
  const inner = graph.edges.filter((edge) => !crosses(edge));
  return { blocks, blockOf, outer: graph.edges.filter(crosses), inner };
}

/** Height at which a line to (from) a box crosses the left (right) border of its block, from the block's top. */
export const entryHeight = ({ content }: Block, id: string): number => content.lanes.get(id)!.left[0]!.y;
export const exitHeight = ({ content }: Block, id: string): number => content.lanes.get(id)!.right.at(-1)!.y;
