import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { DIAGRAM, type DiagramParams, type DiagramResult } from '../../../server/protocol.ts';
import { pageHtml } from './html.ts';
import { latest } from './latest.ts';
import type { FromPage, ToPage } from './messages.ts';
import { openSource } from './source.ts';

/** An open preview. */
export interface Preview {
  readonly panel: vscode.WebviewPanel;
  /** Draws this document from now on. */
  show(document: vscode.Uri): void;
  /** Draws again when the document is the one shown (or always, when none is named). */
  refresh(document?: vscode.Uri): void;
}

/** Fills a panel with the diagram of a document. */
export function openPreview(panel: vscode.WebviewPanel, client: BaseLanguageClient, extension: vscode.Uri): Preview {
  let shown: vscode.Uri | undefined;
  let last: ToPage | undefined;

  const send = (message: ToPage) => void panel.webview.postMessage(message);
  const draw = latest(async () => {
    const uri = shown;
    if (!uri || !client.isRunning()) return;
    const message = await ask(client, uri);
    // The answer may come after the reader has gone on to another file.
    if (uri.toString() !== shown?.toString()) return;
    if (message.type === 'picture') last = message;
    send(message);
  });

  panel.webview.onDidReceiveMessage((message: FromPage) => {
    if (message.type === 'open' && shown) void openSource(client, shown, message.id, panel.viewColumn);
    if (message.type !== 'ready') return;
    if (last) send(last);
    void draw();
  });
  panel.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(extension)] };
  panel.webview.html = page(panel.webview, extension);

  return {
    panel,
    show(document) {
      if (shown?.toString() === document.toString()) return;
      shown = document;
      last = undefined;
      panel.title = vscode.l10n.t('Diagram of {0}', document.path.split('/').at(-1) ?? '');
      void draw();
    },
    refresh(document) {
      if (!document || document.toString() === shown?.toString()) void draw();
    },
  };
}

/** The picture, or why there is none. Never rejects: a server that fails costs a picture, not the preview. */
async function ask(client: BaseLanguageClient, document: vscode.Uri): Promise<ToPage> {
  const uri = document.toString();
  const params: DiagramParams = { uri };
  const result = await client.sendRequest<DiagramResult | null>(DIAGRAM, params).catch(() => null);
  if (!result) return { type: 'note', note: vscode.l10n.t('There is no picture of this text yet.') };
  return { type: 'picture', uri, svg: result.svg, note: noteOn(result) };
}

function noteOn({ svg, partial }: DiagramResult): string {
  if (partial) return vscode.l10n.t('The text has errors: this is what could be read of it.');
  return svg.includes('data-id=') ? '' : vscode.l10n.t('This file declares nothing that could be drawn.');
}

const webviewFolder = (extension: vscode.Uri) => vscode.Uri.joinPath(extension, 'dist', 'webview');

function page(webview: vscode.Webview, extension: vscode.Uri): string {
  const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(webviewFolder(extension), name)).toString();
  return pageHtml({
    language: vscode.env.language,
    title: vscode.l10n.t('Diagram'),
    script: file('preview.js'),
    style: file('preview.css'),
    cspSource: webview.cspSource,
    texts: {
      tools: vscode.l10n.t('View'),
      zoomIn: vscode.l10n.t('Zoom in (+)'),
      zoomOut: vscode.l10n.t('Zoom out (−)'),
      fit: vscode.l10n.t('Fit into the window (0)'),
    },
  });
}
