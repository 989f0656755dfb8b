import { realpathSync } from 'node:fs';
import process from 'node:process';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serveNode } from './node-host.ts';

/*
 * The server as VS Code starts it. How it speaks is on the command line: --node-ipc, --stdio, --socket=PORT or
 * --pipe=NAME.
 */
serveNode(createConnection(ProposedFeatures.all), realpathSync(process.argv[1]!));
