import { type InlayHint, type InlayHintParams, InlayHintRefreshRequest } from 'vscode-languageserver';
import { hintsIn } from '../../analysis/hints/hints.ts';
import type { Model } from '../../analysis/model.ts';
import type { Feature } from '../feature.ts';
import type { Session } from '../session.ts';
import type { Settling } from '../settling.ts';
import { refreshWhenElsewhere } from './refresh.ts';

/** What ranges hold and Services have been given, in the part of the text that is in view. */
export const inlayHints = (settling: Settling): Feature => ({
  capabilities: { inlayHintProvider: true },
  register(session) {
    session.connection.languages.inlayHint.on((params, token) =>
      session.answer<InlayHint[]>('inlay hints', [], params.textDocument.uri, token, (model) =>
        hintsOf(model, params, session),
      ),
    );
    refreshWhenElsewhere(session, settling, {
      request: InlayHintRefreshRequest.type,
      supported: () => session.client.workspace?.inlayHint?.refreshSupport,
      setting: () => session.settings.hints,
    });
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
