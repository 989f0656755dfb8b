/// <reference types="node" />
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { EmptyFileSystem, type FileSystemProvider } from 'langium';
import { nodeLayoutWorker } from '../../server/layout/node.ts';
import { workerLayout } from '../../server/layout/port.ts';
import { DIAGRAM, type DiagramResult } from '../../server/protocol.ts';
import { startServer } from '../../server/server.ts';
import type { Client } from '../edit/client.ts';
import { opened } from '../edit/knet.ts';

/** As the extension bundles it: one file that runs as a thread. */
async function bundleWorker(): Promise<string> {
  const outfile = join(await mkdtemp(join(tmpdir(), 'knet-bench-')), 'graphviz.js');
  const entry = fileURLToPath(new URL('../../diagram/layout/worker.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'iife', platform: 'browser', logLevel: 'error' });
  return outfile;
}

/** A client of a server that lays out in a thread of its own, as in the editor. */
export async function openDrawing(text: string): Promise<Client> {
  const file = await bundleWorker();
  const files = EmptyFileSystem.fileSystemProvider as () => FileSystemProvider;
  return opened(text, (connection) =>
    startServer(connection, { createLayout: () => workerLayout(() => nodeLayoutWorker(file), 120_000) }, files),
  );
}

/** The picture, as a patch where the server has one to `have`. */
export async function pictureOf(client: Client, have?: string): Promise<DiagramResult> {
  const result = (await client.request(DIAGRAM, { uri: client.uri, have })) as DiagramResult | null;
  if (!result || result.partial) throw new Error('there is no picture');
  return result;
}
