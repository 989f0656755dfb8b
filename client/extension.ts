import { join } from 'node:path';
import type * as vscode from 'vscode';
import { LanguageClient, type NodeModule, TransportKind } from 'vscode-languageclient/node';
import { serveFiles } from './features/files/files.ts';
import { clientOptions, ownFile, start } from './start.ts';

/** The extension where there is Node: the server is a process of its own. */
export function activate(context: vscode.ExtensionContext): Promise<void> {
  const module = ownFile(context, 'dist', 'server', 'node.cjs').fsPath;
  // Node 22 and newer keep there what they have compiled of the server: the next one starts in less time.
  const env = { NODE_COMPILE_CACHE: join(context.globalStorageUri.fsPath, 'compiled') };
  const run: NodeModule = { module, transport: TransportKind.ipc, options: { env } };
  const debug: NodeModule = { ...run, options: { env, execArgv: ['--nolazy', '--inspect=6009'] } };
  const client = new LanguageClient('knet', 'knet', { run, debug }, clientOptions(context));
  // A workspace may be on no disk, such as a repository on the web.
  serveFiles(context, client);
  return start(context, client);
}
