/// <reference types="node" />
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../support/cli.ts';
import { casesIn, differences } from './support/connectivity.ts';

/*
 * What np-guard/netpol-analyzer's own tests say that manifests allow. Further folders of the same kind can be named in the
 * variable KNET_CONNECTIVITY_FIXTURES, apart by colons; those that are not there are skipped by name.
 */

const folders = [
  join(root, 'test/fixtures/networkpolicy'),
  ...(process.env.KNET_CONNECTIVITY_FIXTURES ?? '').split(':').filter((one) => one !== ''),
];

describe.each(folders)('connections in %s', (folder) => {
  const cases = existsSync(folder) ? casesIn(folder) : [];
  if (cases.length === 0) test('is not there', (context) => context.skip(`${folder} holds no case`));
  test.each(cases.map((path) => [basename(path), path] as const))('%s', async (_, path) => {
    expect(await differences(path)).toEqual([]);
  });
});

test('all the fixtures of the repository are looked at', () => {
  expect(casesIn(folders[0]!)).toHaveLength(46);
});
