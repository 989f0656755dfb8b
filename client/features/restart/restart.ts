import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

/** Commands about the server itself. */
export function activateRestart(context: vscode.ExtensionContext, client: BaseLanguageClient): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('knet.restartServer', () => restart(client)),
    vscode.commands.registerCommand('knet.showLog', () => client.outputChannel.show(true)),
  );
}

/** Also after the server has given up: what is stopped starts. */
async function restart(client: BaseLanguageClient): Promise<void> {
  if (client.isRunning()) await client.stop();
  await client.start();
}
