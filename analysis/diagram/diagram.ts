import type { LayoutEngine } from '../../diagram/graph.ts';
import { layoutOf } from '../../diagram/layout/layout.ts';
import { type Folding, summaryOf, UNFOLDED } from '../../diagram/summary/summary.ts';
import { type Drawing, drawingOf } from '../../diagram/svg.ts';
import { withInternet } from '../../diagram/views/trace.ts';
import { graphOf, type View } from '../../diagram/views/view.ts';
import { syntaxProblems } from '../diagnostics/diagnose.ts';
import { type Model, perModel } from '../model.ts';

export interface Picture {
  readonly drawing: Drawing;
  /** The text has syntax errors: the picture is of what could be read. */
  readonly partial: boolean;
  /** There is no box in it. */
  readonly empty: boolean;
}

/** Draws a model, where `internet` says so with the Internet though nothing leads there. Rejects when the layout engine does. */
export async function diagramOf(
  model: Model,
  engine: LayoutEngine,
  view: View = 'topology',
  folding: Folding = UNFOLDED,
  internet = false,
): Promise<Picture> {
  const declared = graphOf(view, model.topology, model.allocate);
  const graph = summaryOf(internet && view === 'topology' ? withInternet(declared) : declared, folding);
  const partial = isPartial(model);
  const layout = await layoutOf(graph, () => engine);
  return { drawing: drawingOf(graph, layout), partial, empty: graph.boxes.length === 0 };
}

const isPartial = perModel((model) => syntaxProblems(model).some(({ code }) => code === 'SYNTAX'));
