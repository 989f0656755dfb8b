import type { Graph, LayoutEngine } from '../../diagram/graph.ts';
import { layoutOf } from '../../diagram/layout/layout.ts';
import type { Steps } from '../../diagram/steps.ts';
import { type Folding, summaryOf, UNFOLDED } from '../../diagram/summary/summary.ts';
import { type Drawing, drawingSteps } from '../../diagram/svg.ts';
import { withInternet } from '../../diagram/views/trace.ts';
import { stepsTo, type View } from '../../diagram/views/view.ts';
import { syntaxProblems } from '../diagnostics/diagnose.ts';
import { type Model, perModel } from '../model.ts';
import { createTurns, inTurns, type Turns } from '../turns.ts';

export interface Picture {
  readonly drawing: Drawing;
  /** The text has syntax errors: the picture is of what could be read. */
  readonly partial: boolean;
  /** There is no box in it. */
  readonly empty: boolean;
}

/**
 * Draws a model, where `internet` says so with the Internet though nothing leads there; in turns with other work. Rejects
 * when the layout engine does.
 */
export async function diagramOf(
  model: Model,
  engine: LayoutEngine,
  view: View = 'topology',
  folding: Folding = UNFOLDED,
  internet = false,
  turns: () => Turns = createTurns,
): Promise<Picture> {
  // Both are of the text as it stands: at the next turn its tree may be another one.
  const { topology, allocate } = model;
  const partial = isPartial(model);
  const graph = await inTurns(
    shownGraph(stepsTo(view, topology, allocate), folding, internet && view === 'topology'),
    turns(),
  );
  const layout = await layoutOf(graph, () => engine);
  // Another turn: the time of the layout was nobody's.
  const drawing = await inTurns(drawingSteps(graph, layout), turns());
  return { drawing, partial, empty: graph.boxes.length === 0 };
}

function* shownGraph(steps: Steps<Graph>, folding: Folding, internet: boolean): Steps<Graph> {
  const declared = yield* steps;
  yield;
  return summaryOf(internet ? withInternet(declared) : declared, folding);
}

const isPartial = perModel((model) => syntaxProblems(model).some(({ code }) => code === 'SYNTAX'));
