/// <reference types="node" />
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDesk } from '../../scripts/lib/desk.mjs';
import { fits } from '../../scripts/lib/modules.mjs';
import { freePort, isFree, loopback } from '../../scripts/lib/server.mjs';
import { workbenchUrl } from '../../scripts/lib/workbench.mjs';

describe("an editor's data", () => {
  let place: string;
  beforeEach(async () => {
    place = await mkdtemp(join(tmpdir(), 'knet-desk-'));
  });
  afterEach(() => rm(place, { recursive: true }));

  test('is kept for a checkout that is still there and removed for one that is gone', async () => {
    const [cache, first, second] = ['cache', 'first', 'second'].map((name) => join(place, name));
    await mkdir(first!);
    await mkdir(second!);
    const kept = await openDesk(cache, first);
    const abandoned = await openDesk(cache, second);
    await rm(second!, { recursive: true });
    expect(await openDesk(cache, first)).toBe(kept);
    expect([existsSync(kept), existsSync(abandoned)]).toEqual([true, false]);
  });
});

describe('the libraries', () => {
  const locked = {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', optional: true },
  };
  test.each([
    ['are as locked', { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } }, true],
    ['lack an optional one', { 'node_modules/a': { version: '1.0.0' } }, true],
    ['are of another version', { 'node_modules/a': { version: '1.0.1' } }, false],
    ['lack one', { 'node_modules/b': { version: '2.0.0' } }, false],
  ])('%s', (_, installed, fit) => {
    expect(fits(locked, installed)).toBe(fit);
  });
});

test('a port that somebody listens on is not free', async () => {
  const port = await freePort();
  expect(await isFree(port)).toBe(true);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, loopback, resolve));
  expect(await isFree(port)).toBe(false);
  await new Promise((resolve) => server.close(resolve));
});

test.each([
  ['/plain/folder', '?folder=/plain/folder'],
  ['/with space/ä&b', '?folder=/with%20space/%C3%A4%26b'],
])('the address for %s', (folder, query) => {
  expect(workbenchUrl(1234, { folder })).toBe(`http://127.0.0.1:1234/${query}`);
});
