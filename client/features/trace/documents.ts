import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type Place,
  TRACE_DOCUMENT,
  type TraceDocumentParams,
  type TraceDocumentReply,
  type TraceDocumentResult,
} from '../../../server/protocol.ts';
import type { Target } from '../lenses/target.ts';
import { addressOf, readAddress, SCHEME } from './address.ts';

/** Traces that are open, as the editor asks for them. */
export interface TraceDocuments extends vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider {
  /** Address of the trace of a statement: of the document that follows it already, or a new one. */
  find(target: Target): Promise<vscode.Uri | undefined>;
  /** Where what a line of a trace tells of is declared. */
  placeOn(document: vscode.TextDocument, line: number): Place | undefined;
  /** Asks again for the traces of a file, or for all. */
  refresh(source?: vscode.Uri): void;
}

/** A trace as last shown. The statement may have been edited since, and then it is no longer the address's. */
interface Shown extends TraceDocumentResult {
  readonly source: string;
}

export function createTraceDocuments(context: vscode.ExtensionContext, client: BaseLanguageClient): TraceDocuments {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const shown = new Map<string, Shown>();
  const isOpen = (uri: string) => vscode.workspace.textDocuments.some((one) => one.uri.toString() === uri);
  context.subscriptions.push(
    changed,
    vscode.workspace.onDidCloseTextDocument(({ uri }) => shown.delete(uri.toString())),
  );

  async function provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const address = readAddress(uri.query);
    if (!address) return vscode.l10n.t('This is no address of a trace.');
    const last = shown.get(uri.toString());
    const { source } = address;
    const { line, question } = last ?? { line: 0, question: address.question };
    const found = await ask(client, { uri: source, line, question });
    if (found === undefined && last) return last.text;
    if (found) shown.set(uri.toString(), { ...found, source });
    else if (last) shown.set(uri.toString(), { ...last, links: [] });
    return found?.text ?? goneText(last);
  }

  return {
    onDidChange: changed.event,
    provideTextDocumentContent,
    async find({ source, line, text }) {
      const found = await ask(client, { uri: source.toString(), line, question: text });
      if (!found) return undefined;
      const same = ([uri, one]: [string, Shown]) =>
        isOpen(uri) && one.source === source.toString() && one.question === found.question && one.line === found.line;
      const known = [...shown].find(same)?.[0];
      if (known) return vscode.Uri.parse(known);
      const uri = vscode.Uri.from(addressOf({ source: source.toString(), question: found.question }));
      shown.set(uri.toString(), { ...found, source: source.toString() });
      return uri;
    },
    provideDocumentLinks({ uri }) {
      return shown.get(uri.toString())?.links.map(linkTo) ?? [];
    },
    placeOn({ uri }, line) {
      return shown.get(uri.toString())?.links.find(({ range }) => range.start.line === line)?.target;
    },
    refresh(source) {
      for (const { uri } of vscode.workspace.textDocuments)
        if (uri.scheme === SCHEME && (!source || readAddress(uri.query)?.source === source.toString()))
          changed.fire(uri);
    },
  };
}

/** Null where there is no such statement; undefined when nobody can say, as while the server starts. */
async function ask(client: BaseLanguageClient, params: TraceDocumentParams): Promise<TraceDocumentReply | undefined> {
  try {
    // The server answers about texts that are open, and the editor may have closed this one.
    await vscode.workspace.openTextDocument(vscode.Uri.parse(params.uri));
    return await client.sendRequest<TraceDocumentReply>(TRACE_DOCUMENT, params);
  } catch {
    return undefined;
  }
}

/** While a statement is being edited it may be none for a moment: what was known of it stays, and it says so. */
function goneText(last: Shown | undefined): string {
  if (!last) return vscode.l10n.t('The file has no such statement any more.');
  const note = vscode.l10n.t('This statement is gone, or cannot be read: below is what was known of it last.');
  return `${note}\n\n${last.text}`;
}

function linkTo({ range: { start, end }, target }: TraceDocumentResult['links'][number]): vscode.DocumentLink {
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  const command = `command:knet.showRule?${encodeURIComponent(JSON.stringify([target]))}`;
  const link = new vscode.DocumentLink(range, vscode.Uri.parse(command));
  link.tooltip = vscode.l10n.t('Show where it is declared');
  return link;
}
