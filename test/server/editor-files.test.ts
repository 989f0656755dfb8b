/// <reference types="node" />
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FileSystemNode, URI } from 'langium';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EditorFiles } from '../../server/files/editor.ts';
import { MemoryFiles } from '../support/files.ts';

const files = new EditorFiles(new MemoryFiles({ 'parts/net.knet': 'of the editor' }));
const names = (nodes: readonly FileSystemNode[]) => nodes.map(({ uri }) => uri.path.split('/').at(-1));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'knet-files-'));
  await writeFile(join(folder, 'net.knet'), 'of the disk');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(['file', 'untitled', 'git'])('%s: is read from the disk', async (scheme) => {
  const uri = (...path: string[]) => URI.file(join(folder, ...path)).with({ scheme });
  expect(await files.readFile(uri('net.knet'))).toBe('of the disk');
  expect(Buffer.from(await files.readBinary(uri('net.knet'))).toString()).toBe('of the disk');
  expect(names(await files.readDirectory(uri()))).toEqual(['net.knet']);
  expect(await files.exists(uri('net.knet'))).toBe(true);
  expect((await files.stat(uri())).isDirectory).toBe(true);
});

test.each(['vscode-vfs', 'memfs'])('%s: is asked of the editor', async (scheme) => {
  const uri = (path: string) => URI.from({ scheme, authority: 'github', path: `/w/${path}` });
  expect(await files.readFile(uri('parts/net.knet'))).toBe('of the editor');
  expect(Buffer.from(await files.readBinary(uri('parts/net.knet'))).toString()).toBe('of the editor');
  expect(names(await files.readDirectory(uri('parts')))).toEqual(['net.knet']);
  expect(await files.exists(uri('parts/net.knet'))).toBe(true);
  expect((await files.stat(uri('parts/net.knet'))).isFile).toBe(true);
});
