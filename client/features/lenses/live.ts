import type * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient';

/** Milliseconds after which an answer goes out all the same: it may be somebody else who has asked for the newer lenses. */
const PATIENCE = 1500;

/**
 * Keeps the lenses alive. VS Code puts what is found out about a lens on whatever lens it shows there by then, and forgets
 * the commands of the lenses that it no longer shows: an answer that comes after newer lenses leaves these with commands that
 * are gone ("Actual command not found"), and they are never asked for again. So an answer about older lenses waits until
 * VS Code takes the question back, which it does when it asks about the newer ones. Where several editors show the text, each
 * has lenses of its own, and nothing tells whose the newer ones are.
 */
export function liveLenses(
  isShared: (document: vscode.TextDocument) => boolean,
  patience = PATIENCE,
): Pick<Middleware, 'provideCodeLenses' | 'resolveCodeLens'> {
  /** One for each time that lenses were asked for. */
  type Batch = { readonly document: vscode.TextDocument };
  const newest = new WeakMap<vscode.TextDocument, Batch>();
  const batches = new WeakMap<vscode.CodeLens, Batch>();
  const isOld = (batch: Batch | undefined) =>
    batch !== undefined && newest.get(batch.document) !== batch && !isShared(batch.document);

  return {
    async provideCodeLenses(document, token, next) {
      const lenses = await next(document, token);
      // What nobody waits for any more takes nobody's place.
      if (!lenses || token.isCancellationRequested) return lenses;
      const batch = { document };
      newest.set(document, batch);
      for (const lens of lenses) batches.set(lens, batch);
      return lenses;
    },
    async resolveCodeLens(lens, token, next) {
      const resolved = await next(lens, token);
      if (isOld(batches.get(lens))) await cancelled(token, patience);
      return resolved;
    },
  };
}

function cancelled(token: vscode.CancellationToken, patience: number): Promise<void> {
  if (token.isCancellationRequested) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      listening.dispose();
      resolve();
    };
    const timer = setTimeout(done, patience);
    const listening = token.onCancellationRequested(done);
  });
}
