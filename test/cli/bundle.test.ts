/// <reference types="node" />
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { type Bundle, commandLineBundle, extensionBundles, outputOf } from '../../scripts/lib/bundles.mjs';
import type { DiagramResult } from '../../server/protocol.ts';
import { root } from '../support/cli.ts';

let dist: string;

/** The files as they are shipped, in a folder of their own: a test must not depend on what somebody built before. */
async function bundle({ entry, outfile, ...how }: Bundle) {
  const target = join(dist, basename(dirname(outfile)) === 'dist' ? '' : basename(dirname(outfile)), basename(outfile));
  const common = { absWorkingDir: root, bundle: true, logLevel: 'silent' as const };
  await build({ ...common, ...how, ...outputOf({ entry, outfile: target, ...how }) });
  return target;
}

let knet: string;

beforeAll(async () => {
  dist = await mkdtemp(join(tmpdir(), 'knet-bundle-'));
  const graphviz = extensionBundles.find(({ outfile }) => outfile.endsWith('graphviz.js'))!;
  [knet] = (await Promise.all([bundle(commandLineBundle), bundle(graphviz)])) as [string, string];
}, 60_000);

afterAll(() => rm(dist, { recursive: true, force: true }));

const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = root) =>
  spawn(process.execPath, [knet, ...args], { cwd, stdio: 'pipe', env: { ...process.env, ...env } });

async function outcome(args: readonly string[], env?: NodeJS.ProcessEnv, cwd?: string) {
  const child = start(args, env, cwd);
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, out, err };
}

describe('the command line as it is shipped', () => {
  test('traces a packet', async () => {
    const { code, out, err } = await outcome(['trace', 'examples/flannel-vxlan.knet', '--format', 'json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)[0].disposition).toBe('DELIVERED');
  });

  test('exits with the code of the verb', async () => {
    expect((await outcome(['check', 'nothing.knet'])).code).toBe(2);
  });

  test('keeps what Node has compiled, and says the same with it', async () => {
    const own = { XDG_CACHE_HOME: join(dist, 'cache'), NODE_COMPILE_CACHE: '' };
    const first = await outcome(['check', 'examples'], own);
    const kept = await readdir(join(dist, 'cache', 'knet', 'compiled'), { recursive: true });
    expect(kept.length).toBeGreaterThan(5);
    expect(await outcome(['check', 'examples'], own)).toEqual(first);
  });

  test('needs no folder to keep it in', async () => {
    const args = ['check', 'examples/flannel-vxlan.knet'];
    expect(await outcome(args, { NODE_COMPILE_CACHE: '/dev/null/none' })).toMatchObject({ code: 0 });
  });

  test('leaves nothing in the folder where it is called, whatever the environment', async () => {
    const folder = await mkdtemp(join(dist, 'called-'));
    const env = { HOME: '', USERPROFILE: '', XDG_CACHE_HOME: 'cache', NODE_COMPILE_CACHE: '' };
    expect(await outcome(['check', join(root, 'examples/flannel-vxlan.knet')], env, folder)).toMatchObject({ code: 0 });
    expect(await readdir(folder)).toEqual([]);
  });

  test('closes quietly when nobody reads on', async () => {
    const child = start(['trace', 'examples/flannel-vxlan.knet']);
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    await new Promise((resolve) => child.on('close', resolve));
    expect(err).toBe('');
  });
});

describe('knet lsp --stdio', () => {
  async function withServer(run: (connection: MessageConnection) => Promise<void>): Promise<number | null> {
    const child = start(['lsp', '--stdio']);
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.listen();
    await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
    await connection.sendNotification('initialized', {});
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    await run(connection);
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    return ended;
  }

  test('draws with Graphviz in a thread, and ends when it is told to', async () => {
    const code = await withServer(async (connection) => {
      const textDocument = {
        uri: 'file:///w/a.knet',
        languageId: 'knet',
        version: 1,
        text: 'network lan { cidr 10.0.0.0/24 }',
      };
      await connection.sendNotification('textDocument/didOpen', { textDocument });
      const picture = await connection.sendRequest<DiagramResult>('knet/diagram', { uri: textDocument.uri });
      expect(picture.svg).toMatch(/^<svg[\s\S]*lan[\s\S]*<\/svg>\s*$/);
    });
    expect(code).toBe(0);
  });
});
