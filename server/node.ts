import { realpathSync } from 'node:fs';
import process from 'node:process';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { EditorFiles } from './files/editor.ts';
import { RemoteFileSystem } from './files/remote.ts';
import { serveNode } from './node-host.ts';

/*
 * The server as VS Code starts it. How it speaks is on the command line: --node-ipc, --stdio, --socket=PORT or
 * --pipe=NAME.
 */
const connection = createConnection(ProposedFeatures.all);
serveNode(connection, realpathSync(process.argv[1]!), new EditorFiles(new RemoteFileSystem(connection)));
