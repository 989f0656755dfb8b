import type * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { serveFiles } from './features/files/files.ts';
import { clientOptions, ownFile, start } from './start.ts';

/** The extension in a browser (vscode.dev): the server is a web worker and asks the client for files. */
export function activate(context: vscode.ExtensionContext): Promise<void> {
  const initializationOptions = { graphviz: ownFile(context, 'dist', 'graphviz.js').toString(true) };
  const options = { ...clientOptions(), initializationOptions };
  const client = new LanguageClient('knet', 'knet', async () => createWorker(context), options);
  serveFiles(context, client);
  return start(context, client);
}

type ServerWorker = Awaited<ReturnType<Extract<ConstructorParameters<typeof LanguageClient>[2], () => unknown>>>;

/** A new worker for every start, so that a restart is one. The project knows no DOM, hence the look into globalThis. */
function createWorker(context: vscode.ExtensionContext): ServerWorker {
  const { Worker } = globalThis as unknown as { Worker: new (url: string) => ServerWorker };
  return new Worker(ownFile(context, 'dist', 'server', 'worker.js').toString(true));
}
