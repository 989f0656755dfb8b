import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type { InitializationOptions } from '../server/protocol.ts';
import { listenToChanges } from './changes.ts';
import { liveLenses } from './features/lenses/live.ts';
import { activatePreview } from './features/preview/activation.ts';
import { activateRestart } from './features/restart/restart.ts';
import { activateStatus } from './features/status/status.ts';
import { activateTrace } from './features/trace/activation.ts';

/** What both clients are told: .knet texts wherever they lie, also on no disk. */
export function clientOptions(context: vscode.ExtensionContext): LanguageClientOptions {
  const initializationOptions: InitializationOptions = {
    docs: ownFile(context, 'docs', 'checks').toString(),
    graphviz: ownFile(context, 'dist', 'graphviz.js').toString(true),
    lens: { command: 'knet.showTrace', title: vscode.l10n.t('{0} · show trace', '{0}') },
    play: { command: 'knet.playTrace', title: vscode.l10n.t('play') },
    hoverLink: { command: 'knet.showTrace', title: vscode.l10n.t('Show every step and header') },
  };
  return {
    documentSelector: [{ language: 'knet' }],
    outputChannelName: 'knet',
    // A hover over a statement leads to its trace and plays it; nothing else in a hover can be run.
    markdown: { supportHtml: false, isTrusted: { enabledCommands: ['knet.showTrace', 'knet.playTrace'] } },
    middleware: liveLenses(isShownTwice),
    initializationOptions,
  };
}

const isShownTwice = (document: vscode.TextDocument) =>
  vscode.window.visibleTextEditors.filter((editor) => editor.document === document).length > 1;

/** Starts the server and everything that speaks with it. Features come first: they hear the server's first words. */
export async function start(context: vscode.ExtensionContext, client: BaseLanguageClient): Promise<void> {
  context.subscriptions.push(client);
  activateStatus(context, client);
  activateRestart(context, client);
  const onChanged = listenToChanges(context, client);
  activatePreview(context, client, onChanged);
  activateTrace(context, client, onChanged);
  await client.start();
}

/** A file of the installed extension. */
export const ownFile = (context: vscode.ExtensionContext, ...path: readonly string[]): vscode.Uri =>
  vscode.Uri.joinPath(context.extensionUri, ...path);
