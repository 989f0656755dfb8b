import { Graphviz } from '@hpcc-js/wasm-graphviz';
import type { Graph, Layout, LayoutEngine } from '../graph.ts';
import { dotText } from './dot.ts';
import { outlineOf } from './outline.ts';
import { readLayout } from './read.ts';

/** Loads Graphviz (WebAssembly, once) and answers an engine that asks its `dot`. */
export async function createGraphviz(): Promise<LayoutEngine> {
  const graphviz = await Graphviz.load();
  return async (graph) => layout(graph, graphviz);
}

function layout(graph: Graph, graphviz: Graphviz): Layout {
  const outline = outlineOf(graph);
  return readLayout(graph, outline, graphviz.layout(dotText(outline), 'json', 'dot'));
}
