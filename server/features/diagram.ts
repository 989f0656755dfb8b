import { UriUtils } from 'langium';
import { diagramOf } from '../../analysis/diagram/diagram.ts';
import type { Model } from '../../analysis/model.ts';
import type { LayoutEngine } from '../../diagram/graph.ts';
import type { Folding } from '../../diagram/summary/summary.ts';
import type { View } from '../../diagram/views/view.ts';
import type { Feature } from '../feature.ts';
import { DIAGRAM, type DiagramParams, type DiagramResult } from '../protocol.ts';
import type { Session } from '../session.ts';

/** The last picture of each document that came out well, the model it is of, its view and what was folded in it. */
type Pictures = Map<string, { readonly model: Model; readonly shown: string; readonly result: DiagramResult }>;

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
      (
        { uri, view = 'topology', open = [], closed = [], internet = false }: DiagramParams,
        token,
      ): Promise<DiagramResult | null> =>
        session.answer<DiagramResult | null>('diagram', null, uri, token, (model) =>
          draw(session, pictures, model, layout, view, { open: new Set(open), closed: new Set(closed) }, internet),
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
  view: View,
  folding: Folding,
  internet: boolean,
): Promise<DiagramResult | null> {
  const known = pictures.get(model.uri);
  const shown = JSON.stringify([view, [...folding.open], [...folding.closed], internet]);
  if (known?.model === model && known.shown === shown) return known.result;
  try {
    const result = await diagramOf(model, layout, view, folding, internet);
    if (result.empty && result.partial && known?.shown === shown) return { ...known.result, partial: true };
    const picture = { svg: result.svg, partial: result.partial };
    pictures.set(model.uri, { model, shown, result: picture });
    return picture;
  } catch (error) {
    session.defect('diagram', error);
    return known?.shown === shown ? { ...known.result, partial: true } : null;
  }
}
