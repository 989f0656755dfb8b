import { buildGraph } from '../../diagram/build.ts';
import type { LayoutEngine } from '../../diagram/graph.ts';
import { type Folding, summaryOf, UNFOLDED } from '../../diagram/summary/summary.ts';
import { renderSvg } from '../../diagram/svg.ts';
import { syntaxProblems } from '../diagnostics/diagnose.ts';
import type { Model } from '../model.ts';

export interface Picture {
  readonly svg: string;
  /** The text has syntax errors: the picture is of what could be read. */
  readonly partial: boolean;
  /** There is no box in it. */
  readonly empty: boolean;
}

/** Draws a model. Rejects when the layout engine does. */
export async function diagramOf(model: Model, layout: LayoutEngine, folding: Folding = UNFOLDED): Promise<Picture> {
  const graph = summaryOf(buildGraph(model.topology, model.allocate), folding);
  const partial = syntaxProblems(model).some(({ code }) => code === 'SYNTAX');
  return { svg: renderSvg(graph, await layout(graph)), partial, empty: graph.boxes.length === 0 };
}
