import { UriUtils } from 'langium';
import { diagramOf } from '../../analysis/diagram/diagram.ts';
import type { Model } from '../../analysis/model.ts';
import type { LayoutEngine } from '../../diagram/graph.ts';
import type { Folding } from '../../diagram/summary/summary.ts';
import type { Feature } from '../feature.ts';
import { DIAGRAM, type DiagramParams, type DiagramResult } from '../protocol.ts';
import type { Session } from '../session.ts';

/** The last picture of each document that came out well, the model it is of, and what was folded in it. */
type Pictures = Map<string, { readonly model: Model; readonly folds: string; readonly result: DiagramResult }>;

export const diagram: Feature = {
  capabilities: {},
  register(session) {
    const pictures: Pictures = new Map();
    let engine: LayoutEngine | undefined;
    const layout: LayoutEngine = (graph) => {
      engine ??= session.host.createLayout(session.initializationOptions);
      return engine(graph);
    };
    session.connection.onRequest(
      DIAGRAM,
      ({ uri, open = [], closed = [] }: DiagramParams, token): Promise<DiagramResult | null> =>
        session.answer<DiagramResult | null>('diagram', null, uri, token, (model) =>
          draw(session, pictures, model, layout, { open: new Set(open), closed: new Set(closed) }),
        ),
    );
    session.shared.workspace.TextDocuments.onDidClose(({ document }) =>
      pictures.delete(UriUtils.normalize(document.uri)),
    );
  },
};

/**
 * While the text has syntax errors, or when the layout fails, the last good picture is better than half a picture that
 * jumps with every keystroke; it is marked as partial.
 */
async function draw(
  session: Session,
  pictures: Pictures,
  model: Model,
  layout: LayoutEngine,
  folding: Folding,
): Promise<DiagramResult | null> {
  const known = pictures.get(model.uri);
  const folds = JSON.stringify([[...folding.open], [...folding.closed]]);
  if (known?.model === model && known.folds === folds) return known.result;
  try {
    const result = await diagramOf(model, layout, folding);
    if (result.empty && result.partial && known) return { ...known.result, partial: true };
    const picture = { svg: result.svg, partial: result.partial };
    pictures.set(model.uri, { model, folds, result: picture });
    return picture;
  } catch (error) {
    session.defect('diagram', error);
    return known ? { ...known.result, partial: true } : null;
  }
}
