import { buildGraph } from '../../diagram/build.ts';
import { dotOf } from '../../diagram/formats/dot.ts';
import { drawioOf } from '../../diagram/formats/drawio.ts';
import { mermaidOf } from '../../diagram/formats/mermaid.ts';
import { standAlone, type Theme } from '../../diagram/formats/themes.ts';
import type { LayoutEngine } from '../../diagram/graph.ts';
import { summaryOf } from '../../diagram/summary/summary.ts';
import { renderSvg } from '../../diagram/svg.ts';
import type { Model } from '../model.ts';

export const DRAWINGS = ['svg', 'dot', 'mermaid', 'drawio'] as const;

export type Drawing = (typeof DRAWINGS)[number];

/** The diagram of a model as a file for other programs; with `all`, every box however many there are. `engine` is asked for only where places are needed. */
export async function draw(
  model: Model,
  format: Drawing,
  theme: Theme,
  engine: () => Promise<LayoutEngine>,
  all: boolean,
): Promise<string> {
  const whole = buildGraph(model.topology, model.allocate);
  const graph = all ? whole : summaryOf(whole);
  if (format === 'dot') return dotOf(graph);
  if (format === 'mermaid') return mermaidOf(graph);
  const layout = await (await engine())(graph);
  return format === 'drawio' ? drawioOf(graph, layout) : standAlone(renderSvg(graph, layout), theme);
}
