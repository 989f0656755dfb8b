import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { RemoteFileSystem } from './files/remote.ts';
import { webLayout } from './layout/web.ts';
import { startServer } from './server.ts';

/* The server in a web worker: `vscode.dev`, and VS Code in a browser. The client has the files. */
const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));

startServer(connection, { createLayout: webLayout }, () => new RemoteFileSystem(connection));
