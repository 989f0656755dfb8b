import { dirname, join } from 'node:path';
import type { FileSystemProvider } from 'langium';
import { NodeFileSystemProvider } from 'langium/node';
import type { Connection } from 'vscode-languageserver';
import { nodeLayoutWorker } from './layout/node.ts';
import { workerLayout } from './layout/port.ts';
import { type Server, startServer } from './server.ts';

/**
 * Serves a connection of a Node process. `script` is the path of the running bundle, in `dist/server` or `dist/cli`:
 * the layout engine lies beside these folders. Without `files` all of them are on the disk.
 */
export function serveNode(
  connection: Connection,
  script: string,
  files: FileSystemProvider = new NodeFileSystemProvider(),
): Server {
  const engine = join(dirname(script), '..', 'graphviz.js');
  const createLayout = () => workerLayout(() => nodeLayoutWorker(engine));
  return startServer(connection, { createLayout }, () => files);
}
