import { realpathSync } from 'node:fs';
import process from 'node:process';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serveNode } from './node-host.ts';

/** Serves standard input and output: `knet lsp --stdio`. Ends with the client. */
export function serve(): void {
  // Standard output is the protocol's: whatever a library prints goes where messages go.
  console.log = console.info = console.debug = console.error;
  serveNode(createConnection(ProposedFeatures.all, process.stdin, process.stdout), realpathSync(process.argv[1]!));
}
