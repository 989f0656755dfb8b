import type * as vscode from 'vscode';
import { LanguageClient, type NodeModule, TransportKind } from 'vscode-languageclient/node';
import { clientOptions, ownFile, start } from './start.ts';

/** The extension where there is Node: the server is a process of its own. */
export function activate(context: vscode.ExtensionContext): Promise<void> {
  const module = ownFile(context, 'dist', 'server', 'node.cjs').fsPath;
  const run: NodeModule = { module, transport: TransportKind.ipc };
  const debug: NodeModule = { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  return start(context, new LanguageClient('knet', 'knet', { run, debug }, clientOptions(context)));
}
