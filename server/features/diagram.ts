import { UriUtils } from 'langium';
import { diagramOf } from '../../analysis/diagram/diagram.ts';
import type { Model } from '../../analysis/model.ts';
import { createTurns } from '../../analysis/turns.ts';
import type { LayoutEngine } from '../../diagram/graph.ts';
import { isSmaller, patchOf } from '../../diagram/patch/patch.ts';
import type { Folding } from '../../diagram/summary/summary.ts';
import { type Drawing, svgText } from '../../diagram/svg.ts';
import type { View } from '../../diagram/views/view.ts';
import type { Feature } from '../feature.ts';
import { DIAGRAM, type DiagramParams, type DiagramResult } from '../protocol.ts';
import type { Session } from '../session.ts';
import { createQueue } from './queue.ts';

/** A picture that came out well, the model it is of, its view and what was folded in it. */
interface Picture {
  readonly model: Model;
  readonly shown: string;
  readonly drawing: Drawing;
  readonly version: string;
  readonly partial: boolean;
}

/** A picture is finished though the text has moved on: without that, whoever types on and on sees none. */
const NEVER = () => false;

type Drawn = (model: Model, view: View, folding: Folding, internet: boolean) => ReturnType<typeof diagramOf>;

/** How long nobody must have typed before a picture that takes longer is worked on again, in milliseconds. */
const QUIET = 50;
/** And how long it waits for that at most: a key that is held down is no reason to see nothing. */
const PATIENCE = 200;

/** The last one of each document. */
type Pictures = Map<string, Picture>;

export const diagram: Feature = {
  capabilities: {},
  register(session) {
    const pictures: Pictures = new Map();
    let engine: LayoutEngine | undefined;
    const layout: LayoutEngine = (graph) => {
      engine ??= session.host.createLayout(session.initializationOptions);
      return engine(graph);
    };
    const queue = createQueue(QUIET);
    const quiet = () => queue.add(within(PATIENCE), async () => {});
    const drawn: Drawn = (model, view, folding, internet) =>
      diagramOf(model, layout, view, folding, internet, () => createTurns(NEVER, quiet));
    const texts = session.shared.workspace.TextDocuments;
    texts.onDidChangeContent(queue.disturb);
    session.connection.onRequest(
      DIAGRAM,
      (
        { uri, view = 'topology', open = [], closed = [], internet = false, have }: DiagramParams,
        token,
      ): Promise<DiagramResult | null> =>
        session.answer<DiagramResult | null>('diagram', null, uri, token, async (model) => {
          const before = pictures.get(model.uri);
          const folding = { open: new Set(open), closed: new Set(closed) };
          const picture = await draw(session, pictures, model, drawn, view, folding, internet);
          return picture
            ? answerOf(picture, have !== undefined && have === before?.version ? before : undefined)
            : null;
        }),
    );
    texts.onDidClose(({ document }) => pictures.delete(UriUtils.normalize(document.uri)));
  },
};

/** Turns true after so many milliseconds. */
function within(milliseconds: number): () => boolean {
  const end = performance.now() + milliseconds;
  return () => performance.now() > end;
}

/** The whole picture, or how it comes from the one that the client has. */
function answerOf({ drawing, version, partial }: Picture, known: Picture | undefined): DiagramResult {
  const told = { version, partial, empty: drawing.boxes.length === 0 };
  const patch = known && patchOf(known.drawing, drawing);
  return patch && isSmaller(patch, drawing) ? { ...told, patch } : { ...told, svg: svgText(drawing) };
}

/**
 * While the text has syntax errors, or when the layout fails, the last good picture is better than half a picture that
 * jumps with every keystroke; it is marked as partial.
 */
async function draw(
  session: Session,
  pictures: Pictures,
  model: Model,
  drawn: Drawn,
  view: View,
  folding: Folding,
  internet: boolean,
): Promise<Picture | null> {
  const known = pictures.get(model.uri);
  const shown = JSON.stringify([view, [...folding.open], [...folding.closed], internet]);
  if (known?.model === model && known.shown === shown) return known;
  try {
    const { drawing, partial, empty } = await drawn(model, view, folding, internet);
    if (empty && partial && known?.shown === shown) return { ...known, partial: true };
    const picture = { model, shown, drawing, partial, version: nextVersion() };
    // One that was made meanwhile may be of a later text; and a file may have been closed.
    if (pictures.get(model.uri) === known && isOpen(session, model.uri)) pictures.set(model.uri, picture);
    return picture;
  } catch (error) {
    session.defect('diagram', error);
    return known?.shown === shown ? { ...known, partial: true } : null;
  }
}

const isOpen = ({ shared }: Session, uri: string) => shared.workspace.TextDocuments.get(uri) !== undefined;

let versions = 0;
/** A client may still have a picture of the server that ran before this one. */
const era = globalThis.crypto.getRandomValues(new Uint32Array(2)).join('-');
const nextVersion = (): string => `${era}-${++versions}`;
