import type { Graph, Layout, LayoutEngine } from '../graph.ts';
import { layoutAddresses } from './addresses.ts';

/** Places a graph: by its own arrangement where it has one, else as the engine does, which is asked for only then. */
export async function layoutOf(graph: Graph, engine: () => LayoutEngine | Promise<LayoutEngine>): Promise<Layout> {
  if (graph.arrangement === 'addresses') return layoutAddresses(graph);
  return (await engine())(graph);
}
