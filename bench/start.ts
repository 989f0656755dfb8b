/// <reference types="node" />
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { extensionBundles } from '../scripts/lib/bundles.mjs';
import { root } from '../scripts/lib/paths.mjs';
import { Client } from './edit/client.ts';
import { ms, sideBySide, table, times } from './measure.ts';
import { textOf } from './text.ts';

const LINES = 1000;
const PEER = 'bench/edit/plain-langium-server.ts';

/** From the start of a server's process to the first diagnostics, and how large its file is, both minified as shipped. */
export async function start(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'knet-bench-'));
  try {
    const [knet, peer] = await Promise.all(['server/node.ts', PEER].map((entry) => minified(entry, folder)));
    await compare(knet!, peer!, join(folder, 'compiled'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(knet: string, peer: string, kept: string): Promise<void> {
  const [anew, again, peers] = await sideBySide(
    5,
    () => toDiagnostics(knet),
    () => toDiagnostics(knet, { NODE_COMPILE_CACHE: kept }),
    () => toDiagnostics(peer),
  );
  table(
    `A server's start to the diagnostics of ${LINES} lines, and its file, gzipped. Goal: 200 ms, 250 KB.`,
    ['', 'start', 'beside the peer', 'file'],
    [
      ['knet', ms(anew!), times(anew! / peers!), zipped(knet)],
      ['knet, compiled before', ms(again!), times(again! / peers!), ''],
      ["Langium's default services, same grammar and parser", ms(peers!), '', zipped(peer)],
    ],
  );
}

async function minified(entry: string, folder: string): Promise<string> {
  const { entry: _, outfile: __, ...how } = extensionBundles.find((one) => one.entry === 'server/node.ts')!;
  const outfile = join(folder, entry.replaceAll('/', '-').replace(/ts$/, 'cjs'));
  await build({ ...how, absWorkingDir: root, entryPoints: [entry], outfile, bundle: true, minify: true });
  return outfile;
}

/** Milliseconds. The server is told to end as an editor tells it: then Node keeps what it has compiled. */
async function toDiagnostics(file: string, env: NodeJS.ProcessEnv = {}): Promise<number> {
  const begun = performance.now();
  const server = spawn(process.execPath, [file, '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const client = new Client(server.stdout, server.stdin);
  await client.open(textOf(LINES));
  const taken = performance.now() - begun;
  const ended = new Promise((resolve) => server.on('exit', resolve));
  await client.request('shutdown', null);
  await client.connection.sendNotification('exit');
  await ended;
  return taken;
}

const zipped = (file: string) => `${(gzipSync(readFileSync(file), { level: 9 }).length / 1024).toFixed(0)} KB`;
