/// <reference types="node" />
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findHost } from '../../scripts/lib/host.mjs';

const version = '4.139.1';
const platform = `${process.platform}-${process.arch}`;
const server = ['node_modules', 'code-server', 'lib', 'vscode', 'out', 'server-main.js'];
let cache: string;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'knet-cache-'));
});
afterEach(() => rm(cache, { recursive: true }));

/** Writes files, by their path below the place of the host. */
async function lay(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(cache, `host-${version}-1`, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}
const marker = (what: object) => JSON.stringify({ version, revision: 1, platform, ...what });

test.each([
  ['complete', { [join(...server)]: '', 'complete.json': marker({}) }, true],
  ['nothing', {}, false],
  ['broken off before the marker', { [join(...server)]: '' }, false],
  ['the marker alone', { 'complete.json': marker({}) }, false],
  ['another version', { [join(...server)]: '', 'complete.json': marker({ version: '4.0.0' }) }, false],
  ['another platform', { [join(...server)]: '', 'complete.json': marker({ platform: 'vms-vax' }) }, false],
])('%s', async (_, files, found) => {
  await lay(files);
  expect((await findHost(cache)) !== undefined).toBe(found);
});
