import type { CodeLensRefreshRequest, InlayHintRefreshRequest } from 'vscode-languageserver';
import type { Model } from '../../analysis/model.ts';
import type { Session } from '../session.ts';
import type { Settling } from '../settling.ts';

/** What an editor shows with a text and asks for again when the text changes, but not when anything else does. */
export interface Shown {
  readonly request: typeof CodeLensRefreshRequest.type | typeof InlayHintRefreshRequest.type;
  /** Whether the client takes the request. */
  supported(): boolean | undefined;
  /** The setting that says what is shown. */
  setting(): unknown;
  /** Whether there is more to say about a model than when it was asked about. */
  hasMore?(model: Model): boolean;
}

/** Has the editor ask again when a setting or an imported file has changed, or when more is known. */
export function refreshWhenElsewhere({ connection }: Session, settling: Settling, shown: Shown): void {
  const seen = new WeakSet<Model>();
  let setting = shown.setting();
  settling.onSettled(async (models) => {
    const fresh = models.filter((model) => shown.hasMore?.(model) || (model.documents.length > 1 && !seen.has(model)));
    for (const model of models) seen.add(model);
    const changed = setting !== shown.setting();
    setting = shown.setting();
    if (fresh.length === 0 && !changed) return;
    if (shown.supported()) void connection.sendRequest(shown.request).catch(() => undefined);
  });
}
