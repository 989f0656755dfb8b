import type * as vscode from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from 'vscode-languageclient/browser';
import { serveFiles } from './features/files/files.ts';
import { clientOptions, ownFile, start } from './start.ts';

/** The extension in a browser (vscode.dev): the server is a web worker and asks the client for files. */
export function activate(context: vscode.ExtensionContext): Promise<void> {
  const client = new LanguageClient('knet', 'knet', serverStarter(context), clientOptions(context));
  serveFiles(context, client);
  return start(context, client);
}

type ServerWorker = ConstructorParameters<typeof BrowserMessageReader>[0] & { terminate(): void };

/**
 * A new worker for every start, so that a restart is one. The client would make the transports itself, but only of an
 * `instanceof Worker`, and VS Code's worker host hands out workers of a class that is not the global's.
 */
function serverStarter(context: vscode.ExtensionContext): () => Promise<MessageTransports> {
  // The project knows no DOM, hence the look into globalThis.
  const { Worker } = globalThis as unknown as { Worker: new (url: string) => ServerWorker };
  let worker: ServerWorker | undefined;
  context.subscriptions.push({ dispose: () => worker?.terminate() });
  return async () => {
    worker?.terminate();
    worker = new Worker(ownFile(context, 'dist', 'server', 'worker.js').toString(true));
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
}
