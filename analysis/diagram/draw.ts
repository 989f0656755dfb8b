import { dotOf } from '../../diagram/formats/dot.ts';
import { drawioOf } from '../../diagram/formats/drawio.ts';
import { mermaidOf } from '../../diagram/formats/mermaid.ts';
import { standAlone, type Theme } from '../../diagram/formats/themes.ts';
import type { LayoutEngine } from '../../diagram/graph.ts';
import { layoutOf } from '../../diagram/layout/layout.ts';
import { summaryOf } from '../../diagram/summary/summary.ts';
import { renderSvg } from '../../diagram/svg.ts';
import { graphOf, type View } from '../../diagram/views/view.ts';
import type { Model } from '../model.ts';

export type Drawing = 'svg' | 'dot' | 'mermaid' | 'drawio';

export interface DrawingOptions {
  readonly format: Drawing;
  /** Of an SVG. */
  readonly theme: Theme;
  readonly view: View;
  /** Every box, however many there are. */
  readonly all: boolean;
}

/** The diagram of a model as a file for other programs. `engine` is asked for only where places are needed. */
export async function draw(
  model: Model,
  { format, theme, view, all }: DrawingOptions,
  engine: () => Promise<LayoutEngine>,
): Promise<string> {
  const whole = graphOf(view, model.topology, model.allocate);
  const graph = all ? whole : summaryOf(whole);
  if (format === 'dot') return dotOf(graph);
  if (format === 'mermaid') return mermaidOf(graph);
  const layout = await layoutOf(graph, engine);
  return format === 'drawio' ? drawioOf(graph, layout) : standAlone(renderSvg(graph, layout), theme);
}
