import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { CHANGED, type ChangedParams } from '../server/protocol.ts';

/**
 * Tells of each settled build which file's answers may be others now; undefined after a start of the server, when it may
 * be all of them. A language client has one listener for a notification, and several features want to hear this one.
 */
export function listenToChanges(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
): vscode.Event<vscode.Uri | undefined> {
  const emitter = new vscode.EventEmitter<vscode.Uri | undefined>();
  context.subscriptions.push(
    emitter,
    client.onNotification(CHANGED, ({ uri }: ChangedParams) => emitter.fire(vscode.Uri.parse(uri))),
    client.onDidChangeState(() => emitter.fire(undefined)),
  );
  return emitter.event;
}
