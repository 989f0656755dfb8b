/// <reference types="node" />
import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { extensionBundles } from '../../scripts/lib/bundles.mjs';
import { DIAGRAM, type DiagramParams, type DiagramResult } from '../../server/protocol.ts';
import { Client } from '../edit/client.ts';

const SERVER = 'dist/server/node.cjs';
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The server and its layout thread, bundled as the extension has them, in a folder that is new each time. */
async function bundled(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'knet-bench-'));
  for (const { entry, outfile, ...how } of extensionBundles.filter(({ outfile }) =>
    /server.node|graphviz/.test(outfile),
  ))
    await build({
      ...how,
      absWorkingDir: ROOT,
      entryPoints: [entry],
      outfile: join(folder, outfile),
      bundle: true,
      logLevel: 'error',
    });
  return folder;
}

let built: Promise<string> | undefined;

/** A client of the built server, which runs in a process of its own and speaks over its standard input and output. */
export async function openBuilt(text: string): Promise<{ readonly client: Client; readonly stop: () => void }> {
  built ??= bundled();
  const server = spawn(process.execPath, [join(await built, SERVER), '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const client = new Client(server.stdout, server.stdin);
  await client.open(text);
  return { client, stop: () => void server.kill() };
}

/** The picture, as a patch where the server has one to `have`. */
export async function pictureOf(client: Client, shown: Omit<DiagramParams, 'uri'> = {}): Promise<DiagramResult> {
  const result = (await client.request(DIAGRAM, { uri: client.uri, ...shown })) as DiagramResult | null;
  if (!result) throw new Error('there is no picture');
  return result;
}
