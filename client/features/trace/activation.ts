import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { Place } from '../../../server/protocol.ts';
import { type Target, targetOf } from '../lenses/target.ts';
import { revealPlace } from '../reveal/reveal.ts';
import { SCHEME } from './address.ts';
import { createTraceDocuments, type TraceDocuments } from './documents.ts';
import { traceSymbols } from './symbols.ts';

/** A trace with every step and every header, as a read-only text beside the file: it follows the model. */
export function activateTrace(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
  onChanged: vscode.Event<vscode.Uri | undefined>,
): void {
  const documents = createTraceDocuments(context, client);
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, documents),
    vscode.languages.registerDocumentLinkProvider({ scheme: SCHEME }, documents),
    vscode.languages.registerDocumentSymbolProvider({ language: 'knet-trace' }, traceSymbols),
    vscode.commands.registerCommand('knet.showTrace', (...named: unknown[]) =>
      showTrace(documents, targetOf(...named)),
    ),
    vscode.commands.registerCommand('knet.showRule', (place?: Place) => showRule(documents, place)),
    onChanged((uri) => documents.refresh(uri)),
  );
}

async function showTrace(documents: TraceDocuments, target: Target | undefined): Promise<void> {
  const trace = target && (await documents.find(target));
  if (!trace) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no complete trace or expect statement here.'));
    return;
  }
  const document = await vscode.workspace.openTextDocument(trace);
  await vscode.window.showTextDocument(document, { viewColumn: columnOf(trace) });
}

/** Where it is open already, else where another trace is, else beside. */
function columnOf(trace: vscode.Uri): vscode.ViewColumn {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const uriOf = ({ input }: vscode.Tab) => (input instanceof vscode.TabInputText ? input.uri : undefined);
  const same = tabs.find((tab) => uriOf(tab)?.toString() === trace.toString());
  const any = same ?? tabs.find((tab) => uriOf(tab)?.scheme === SCHEME);
  return any?.group.viewColumn ?? vscode.ViewColumn.Beside;
}

/** Of a link, or of the line with the cursor. */
async function showRule(documents: TraceDocuments, place: Place | undefined): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const found = place ?? (editor && documents.placeOn(editor.document, editor.selection.active.line));
  if (found) await revealPlace(found, editor?.viewColumn);
  else void vscode.window.showInformationMessage(vscode.l10n.t('This line of a trace names no rule of a file.'));
}
