import {
  type ClientCapabilities,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CodeActionRequest,
  type Connection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  HoverRequest,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import type { Model } from '../../analysis/model.ts';
import { touches } from '../../language/ranges.ts';
import { repairs, silencing } from '../actions/quick-fixes.ts';
import type { Session } from '../session.ts';
import type { Diagnostics } from './diagnostics.ts';

/** The languages of manifests, as editors call them. */
const MANIFESTS = [{ language: 'yaml' }, { language: 'json' }];

/**
 * Asks the client for the texts of YAML and JSON files, and to be asked about them what knet can say: hover and repairs.
 * All else there is the editor's, so nothing else is registered for these languages. A client that cannot be asked knows
 * of manifests only what is on disk.
 */
export async function followManifests(connection: Connection, { textDocument }: ClientCapabilities): Promise<void> {
  const options = { documentSelector: MANIFESTS };
  if (textDocument?.synchronization?.dynamicRegistration) {
    await connection.client.register(DidOpenTextDocumentNotification.type, options);
    await connection.client.register(DidChangeTextDocumentNotification.type, {
      ...options,
      syncKind: TextDocumentSyncKind.Incremental,
    });
    await connection.client.register(DidCloseTextDocumentNotification.type, options);
  }
  if (textDocument?.hover?.dynamicRegistration) await connection.client.register(HoverRequest.type, options);
  if (textDocument?.codeAction?.dynamicRegistration)
    await connection.client.register(CodeActionRequest.type, {
      ...options,
      codeActionKinds: [CodeActionKind.QuickFix],
    });
}

/** Repairs of what is wrong in a manifest, and silencing it. */
export function manifestActions(
  { spelled }: Session,
  diagnostics: Diagnostics,
  { manifests }: Model,
  uri: string,
  { range, context }: CodeActionParams,
): CodeAction[] {
  const file = manifests.find((one) => one.uri === uri);
  const here = diagnostics.problemsOf(uri).filter((problem) => touches(problem.range, range));
  const fixes = here.flatMap((problem) => repairs(problem, context.diagnostics, spelled));
  // JSON has no comments.
  if (!file || /\.json$/i.test(uri)) return fixes;
  const silences = here.flatMap((problem) => silencing(problem, file.textDocument, context.diagnostics, spelled, '#'));
  return [...fixes, ...silences];
}
