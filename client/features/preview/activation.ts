import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type Target, targetOf } from '../lenses/target.ts';
import { exportDiagram } from './exporting.ts';
import type { PageState } from './messages.ts';
import { openPreview, type Preview } from './panel.ts';

/** What VS Code hands to a command of a box's menu: what the page has written on the box. */
interface BoxContext {
  readonly box: string;
}

const VIEW_TYPE = 'knet.preview';

/** The diagram beside the text: one panel, which follows the .knet editor that was active last unless it is pinned. */
export function activatePreview(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
  onChanged: vscode.Event<vscode.Uri | undefined>,
): void {
  let preview: Preview | undefined;

  function adopt(panel: vscode.WebviewPanel): Preview {
    const opened = openPreview(panel, client, context.extensionUri);
    panel.iconPath = {
      light: vscode.Uri.joinPath(context.extensionUri, 'images', 'knet-light.svg'),
      dark: vscode.Uri.joinPath(context.extensionUri, 'images', 'knet-dark.svg'),
    };
    panel.onDidDispose(() => {
      if (preview === opened) preview = undefined;
    });
    preview = opened;
    return opened;
  }

  function show(uri?: vscode.Uri): void {
    const document = uri ?? activeDocument();
    if (!document) return;
    if (preview) preview.panel.reveal(undefined, true);
    const opened = preview ?? adopt(createPanel());
    opened.show(document);
  }

  async function play(target: Target | undefined): Promise<void> {
    if (!target) return;
    // The server draws open texts only.
    await vscode.workspace.openTextDocument(target.source);
    show(target.source);
    preview?.play({ line: target.line, text: target.text });
    // Its keys play it.
    preview?.panel.reveal();
  }

  /** After a reload of the window. */
  async function restore(panel: vscode.WebviewPanel, state: PageState | undefined): Promise<void> {
    const document = state?.uri ? vscode.Uri.parse(state.uri) : activeDocument();
    if (!document || preview) return panel.dispose();
    // The server draws open texts only, and the editor may have come back without this one.
    await vscode.workspace.openTextDocument(document).then(
      () => {
        const opened = adopt(panel);
        opened.pin(state?.pinned ?? false);
        opened.show(document);
      },
      () => panel.dispose(),
    );
  }

  context.subscriptions.push(
    vscode.commands.registerCommand('knet.showPreview', show),
    vscode.commands.registerCommand('knet.togglePreviewPin', () => preview?.pin(!preview.pinned)),
    vscode.commands.registerCommand('knet.exportDiagram', async (target?: unknown) => {
      if (!preview) show();
      if (preview) await exportDiagram(preview, target instanceof vscode.Uri ? target : undefined);
    }),
    vscode.commands.registerCommand('knet.playTrace', (...named: unknown[]) => play(targetOf(...named))),
    vscode.commands.registerCommand('knet.traceFrom', (at?: BoxContext) => at && preview?.choose('from', at.box)),
    vscode.commands.registerCommand('knet.traceTo', (at?: BoxContext) => at && preview?.choose('to', at.box)),
    vscode.window.onDidChangeActiveTextEditor(() => {
      const document = activeDocument();
      if (document && !preview?.pinned) preview?.show(document);
    }),
    onChanged((uri) => preview?.refresh(uri)),
    vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, { deserializeWebviewPanel: restore }),
  );
}

function activeDocument(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === 'knet' ? document.uri : undefined;
}

function createPanel(): vscode.WebviewPanel {
  const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
  return vscode.window.createWebviewPanel(VIEW_TYPE, vscode.l10n.t('Diagram'), where);
}
