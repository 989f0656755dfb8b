/// <reference types="node" />
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureHost } from '../../../scripts/lib/host.mjs';
import { root } from '../../../scripts/lib/paths.mjs';
import { freePort, startServer } from '../../../scripts/lib/server.mjs';
import { calmSettings, registerExtension } from '../../../scripts/lib/workbench.mjs';

/** A copy of examples/, which a suite may change, as an editor shows it. */
export interface Folder {
  readonly port: number;
  readonly folder: string;
}

/** A running VS Code server of its own, with data and a workspace that nobody else sees. */
export interface Editor extends Folder {
  /** Another copy. */
  freshFolder(): Promise<Folder>;
  stop(): Promise<void>;
}

export interface EditorOptions {
  /** Enter the extension as an installed one; otherwise the address has to name it (`extensionDevelopmentPath`). */
  readonly installed?: boolean;
  readonly settings?: Record<string, unknown>;
}

/** Starts VS Code on the loopback; `KNET_HOST_LOG=1` prints what its server says. */
export async function startEditor({ installed = true, settings = {} }: EditorOptions = {}): Promise<Editor> {
  const place = await mkdtemp(join(tmpdir(), 'knet-vscode-'));
  const folder = await copyExamples(place, 'examples');
  const dataDir = join(place, 'data');
  if (installed) await registerExtension(dataDir);
  // Lets a page that drives the editor hear what the extension host logs and when it ends.
  const extra = ['--enable-smoke-test-driver'];
  // No gallery: a test asks nobody on the Internet.
  const env = { EXTENSIONS_GALLERY: '{}' };
  const log = process.env.KNET_HOST_LOG ? (text: string) => process.stderr.write(text) : undefined;
  const vscode = await ensureHost();
  const all = { ...calmSettings, ...settings };
  const server = await startServer({ vscode, dataDir, port: await freePort(), settings: all, log, extra, env });
  const stop = async () => {
    await server.stop();
    await rm(place, { recursive: true, force: true, maxRetries: 3 });
  };
  const { port } = server;
  let copies = 0;
  const freshFolder = async () => ({ port, folder: await copyExamples(place, `examples-${++copies}`) });
  return { port, folder, freshFolder, stop };
}

async function copyExamples(place: string, name: string): Promise<string> {
  const folder = join(place, name);
  await cp(join(root, 'examples'), folder, { recursive: true });
  return folder;
}
