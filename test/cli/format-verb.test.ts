/// <reference types="node" />
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { knet } from '../support/cli.ts';

let cwd: string;
const at = (name: string) => join(cwd, name);

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'knet-format-'));
  await writeFile(at('loose.knet'), 'vpc v {cidr   10.0.0.0/8}');
  await writeFile(at('neat.knet'), 'vpc v { cidr 10.0.0.0/8 }\n');
});

afterEach(() => rm(cwd, { recursive: true, force: true }));

test('writes what is not in form, and names it', async () => {
  expect(await knet(['format', '.'], { cwd })).toEqual({ code: 0, out: 'loose.knet\n', err: '' });
  expect(await readFile(at('loose.knet'), 'utf8')).toBe('vpc v { cidr 10.0.0.0/8 }\n');
  expect(await knet(['format', '--check', '.'], { cwd })).toEqual({ code: 0, out: '', err: '' });
});

test('--check writes nothing and exits with 1', async () => {
  expect(await knet(['format', '--check', '.'], { cwd })).toEqual({ code: 1, out: 'loose.knet\n', err: '' });
  expect(await readFile(at('loose.knet'), 'utf8')).toBe('vpc v {cidr   10.0.0.0/8}');
});

test('a file with mistakes in its syntax stays as it is, which is said', async () => {
  await writeFile(at('loose.knet'), 'vpc v {cidr   10.0.0.0/8');
  const { code, err } = await knet(['format', 'loose.knet'], { cwd });
  expect({ code, err }).toEqual({ code: 1, err: 'knet: loose.knet has mistakes in its syntax and stays as it is\n' });
  expect(await readFile(at('loose.knet'), 'utf8')).toBe('vpc v {cidr   10.0.0.0/8');
});

test.each([
  [[], 1],
  [['--check'], 1],
])('a file that is not UTF-8 keeps every byte, which is said: format %j', async (flags, code) => {
  const bytes = Buffer.from('// caf\xe9\nvpc v {cidr   10.0.0.0/8}', 'latin1');
  await writeFile(at('loose.knet'), bytes);
  const result = await knet(['format', ...flags, 'loose.knet'], { cwd });
  expect(result).toEqual({ code, out: '', err: 'knet: loose.knet is not UTF-8 and stays as it is\n' });
  expect((await readFile(at('loose.knet'))).equals(bytes)).toBe(true);
});

test('a byte order mark stays, and is no reason to write a file anew', async () => {
  await writeFile(at('neat.knet'), '\ufeffvpc v { cidr 10.0.0.0/8 }\n');
  await writeFile(at('loose.knet'), '\ufeffvpc v {cidr   10.0.0.0/8}');
  expect(await knet(['format', '.'], { cwd })).toEqual({ code: 0, out: 'loose.knet\n', err: '' });
  expect(await readFile(at('loose.knet'), 'utf8')).toBe('\ufeffvpc v { cidr 10.0.0.0/8 }\n');
});

test('the examples are in form', async () => {
  expect(await knet(['format', '--check', 'examples'])).toEqual({ code: 0, out: '', err: '' });
});
