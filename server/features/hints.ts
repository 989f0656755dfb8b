import { type InlayHint, type InlayHintParams, InlayHintRefreshRequest } from 'vscode-languageserver';
import { hintsIn } from '../../analysis/hints/hints.ts';
import type { Model } from '../../analysis/model.ts';
import type { Feature } from '../feature.ts';
import type { Session } from '../session.ts';
import type { Settling } from '../settling.ts';

/** What ranges hold and Services have been given, in the part of the text that is in view. */
export const inlayHints = (settling: Settling): Feature => ({
  capabilities: { inlayHintProvider: true },
  register(session) {
    session.connection.languages.inlayHint.on((params, token) =>
      session.answer<InlayHint[]>('inlay hints', [], params.textDocument.uri, token, (model) =>
        hintsOf(model, params, session),
      ),
    );
    refreshWhenElsewhere(session, settling);
  },
});

function hintsOf(model: Model, { range }: InlayHintParams, { settings }: Session): InlayHint[] {
  const { textDocument } = model.documents[0]!;
  const [start, end] = [textDocument.offsetAt(range.start), textDocument.offsetAt(range.end)];
  return hintsIn(model, start, end, settings.hints).map(({ at, text, more }) => ({
    position: textDocument.positionAt(at),
    label: text,
    tooltip: more,
    paddingLeft: true,
  }));
}

/** An editor asks again when its text changes; it is told when a setting or an imported file has. */
function refreshWhenElsewhere(session: Session, settling: Settling): void {
  const seen = new WeakSet<Model>();
  let settings = session.settings.hints;
  settling.onSettled(async (models) => {
    const fresh = models.filter((model) => model.documents.length > 1 && !seen.has(model));
    for (const model of fresh) seen.add(model);
    const changed = settings !== session.settings.hints;
    settings = session.settings.hints;
    if ((fresh.length === 0 && !changed) || !session.client.workspace?.inlayHint?.refreshSupport) return;
    void session.connection.sendRequest(InlayHintRefreshRequest.type).catch(() => undefined);
  });
}
