import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { RemoteFileSystem } from './files/remote.ts';
import { webLayout } from './layout/web.ts';
import { startServer } from './server.ts';

/* The server in a web worker: `vscode.dev`, and VS Code in a browser. The client has the files. */
const scope = globalThis as unknown as ConstructorParameters<typeof BrowserMessageReader>[0];
const connection = createConnection(new BrowserMessageReader(scope), new BrowserMessageWriter(scope));

startServer(connection, { createLayout: webLayout }, () => new RemoteFileSystem(connection));
