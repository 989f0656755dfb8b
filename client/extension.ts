import type * as vscode from 'vscode';
import { LanguageClient, type NodeModule, TransportKind } from 'vscode-languageclient/node';
import { serveFiles } from './features/files/files.ts';
import { clientOptions, ownFile, start } from './start.ts';

/** The extension where there is Node: the server is a process of its own. */
export function activate(context: vscode.ExtensionContext): Promise<void> {
  const module = ownFile(context, 'dist', 'server', 'node.cjs').fsPath;
  const run: NodeModule = { module, transport: TransportKind.ipc };
  const debug: NodeModule = { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  const client = new LanguageClient('knet', 'knet', { run, debug }, clientOptions(context));
  // A workspace may be on no disk, such as a repository on the web.
  serveFiles(context, client);
  return start(context, client);
}
