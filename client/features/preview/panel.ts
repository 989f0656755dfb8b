import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { DIAGRAM, type DiagramParams, type DiagramResult } from '../../../server/protocol.ts';
import { follow } from './follow.ts';
import { latest } from './latest.ts';
import type { FromPage, Shown, ToPage } from './messages.ts';
import { pageOf, webviewFolder } from './page.ts';
import { openSource } from './source.ts';

/** An open preview. */
export interface Preview {
  readonly panel: vscode.WebviewPanel;
  /** Draws this document from now on. */
  show(document: vscode.Uri): void;
  /** Draws again when the document is the one shown (or always, when none is named). */
  refresh(document?: vscode.Uri): void;
}

const TOPOLOGY: Shown = { view: 'topology', open: [], closed: [] };

/** Fills a panel with the diagram of a document. */
export function openPreview(panel: vscode.WebviewPanel, client: BaseLanguageClient, extension: vscode.Uri): Preview {
  let document: vscode.Uri | undefined;
  let shown = TOPOLOGY;
  let last: ToPage | undefined;

  const send = (message: ToPage) => void panel.webview.postMessage(message);
  const following = follow(client, () => document, send);
  const draw = latest(async () => {
    const [uri, asked] = [document, shown];
    if (!uri || !client.isRunning()) return;
    const message = await ask(client, uri, asked);
    // The answer may come after the reader has gone on to another file.
    if (uri.toString() !== document?.toString()) return;
    if (message.type === 'picture') last = message;
    send(message);
    following.refresh();
  });

  panel.webview.onDidReceiveMessage((message: FromPage) => {
    if (message.type === 'open' && document) void openSource(client, document, message.id, panel.viewColumn);
    if (message.type === 'open') return;
    shown = message.shown ?? shown;
    if (message.type === 'ready' && last) send(last);
    void draw();
  });
  panel.onDidDispose(() => following.dispose());
  panel.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(extension)] };
  panel.webview.html = pageOf(panel.webview, extension);

  return {
    panel,
    show(uri) {
      if (document?.toString() === uri.toString()) return;
      // What was opened and closed is of the other file; the view is the reader's choice.
      if (document) shown = { ...TOPOLOGY, view: shown.view };
      document = uri;
      last = undefined;
      panel.title = vscode.l10n.t('Diagram of {0}', uri.path.split('/').at(-1) ?? '');
      void draw();
    },
    refresh(uri) {
      if (!uri || uri.toString() === document?.toString()) void draw();
    },
  };
}

/** The picture, or why there is none. Never rejects: a server that fails costs a picture, not the preview. */
async function ask(client: BaseLanguageClient, document: vscode.Uri, shown: Shown): Promise<ToPage> {
  const uri = document.toString();
  const params: DiagramParams = { uri, ...shown };
  const result = await client.sendRequest<DiagramResult | null>(DIAGRAM, params).catch(() => null);
  if (!result) return { type: 'note', note: vscode.l10n.t('There is no picture of this text yet.') };
  return { type: 'picture', uri, svg: result.svg, note: noteOn(result, shown), view: shown.view };
}

function noteOn({ svg, partial }: DiagramResult, { view }: Shown): string {
  if (partial) return vscode.l10n.t('The text has errors: this is what could be read of it.');
  if (svg.includes('data-id=')) return '';
  if (view === 'policies') return vscode.l10n.t('No NetworkPolicy of this file isolates a pod.');
  if (view === 'services') return vscode.l10n.t('This file declares no Service.');
  return vscode.l10n.t('This file declares nothing that could be drawn.');
}
