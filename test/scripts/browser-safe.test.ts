/// <reference types="node" />
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { expect, test } from 'vitest';
import { browserSafe, browserSafeRooms } from '../../scripts/lib/browser-safe.mjs';
import { root } from '../../scripts/lib/paths.mjs';

/** The errors of a Node bundle of one file, which a room has as far as esbuild can tell. */
async function errorsOf(room: string, contents: string): Promise<string[]> {
  const entry = join(root, room, 'not-on-disk.ts');
  const file: Plugin = {
    name: 'a file that is not on disk',
    setup(build) {
      build.onResolve({ filter: /not-on-disk/ }, () => ({ path: entry }));
      build.onLoad({ filter: /not-on-disk/ }, () => ({ contents }));
    },
  };
  const failed = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    logLevel: 'silent',
    platform: 'node',
    plugins: [browserSafe, file],
  }).then(
    () => [],
    (error) => error.errors,
  );
  return failed.map(({ text }: { text: string }) => text);
}

test.each([
  ['network', "import 'node:fs';", 1],
  ['network', "import { join } from 'path'; console.log(join('a'));", 1],
  ['language', "import 'fs/promises';", 1],
  ['network', "export const fine = 'node:fs';", 0],
  ['server', "import 'node:fs';", 0],
])('%s/ with %s', async (room, text, count) => {
  expect(await errorsOf(room, text)).toHaveLength(count);
});

test('the rooms that browsers run', () => {
  expect(browserSafeRooms).toEqual(['network', 'language', 'manifests', 'diagram']);
});
