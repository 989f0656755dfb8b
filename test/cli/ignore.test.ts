/// <reference types="node" />
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { knetFiles } from '../../cli/paths.ts';

let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'knet-ignore-'));
  await mkdir(join(cwd, 'sub', 'old'), { recursive: true });
  for (const path of ['a.knet', 'a+b.knet', 'draft-1.knet', 'sub/a.knet', 'sub/old/c.knet'])
    await writeFile(join(cwd, path), '');
});

afterEach(() => rm(cwd, { recursive: true }));

const files = async (ignore: string, path = '.') => {
  await writeFile(join(cwd, '.knetignore'), ignore);
  return (await knetFiles([path], cwd)).map((file) => basename(file)).sort();
};

test.each([
  ['a file', 'a.knet', ['a+b.knet', 'a.knet', 'c.knet', 'draft-1.knet']],
  ['a folder', 'sub/', ['a+b.knet', 'a.knet', 'draft-1.knet']],
  ['any part of a name', '# drafts\n\ndraft-*\r\n', ['a+b.knet', 'a.knet', 'a.knet', 'c.knet']],
  ['a name with signs', 'a+b.knet', ['a.knet', 'a.knet', 'c.knet', 'draft-1.knet']],
  ['nothing below its folder', 'old', ['a+b.knet', 'a.knet', 'a.knet', 'c.knet', 'draft-1.knet']],
])('passes over %s', async (_what, ignore, found) => {
  expect(await files(ignore)).toEqual(found);
});

test('what is named is never passed over', async () => {
  expect(await files('sub\na.knet', 'sub')).toEqual(['a.knet', 'c.knet']);
  expect(await files('sub\na.knet', 'a.knet')).toEqual(['a.knet']);
});
