/// <reference types="node" />
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedProbe, changedTable, changes } from './support/change.ts';
import { probesOf, tablesOf } from './support/folder.ts';
import { wrongInProbe, wrongInTable } from './support/inject.ts';
import { probeDifferences } from './support/probes.ts';
import { tableDifferences } from './support/tables.ts';

/** `KNET_CAPTURES` names another folder of the same form. */
const FOLDER = process.env.KNET_CAPTURES ?? fileURLToPath(new URL('../fixtures/captures', import.meta.url));
const tables = tablesOf(FOLDER);
const probes = probesOf(FOLDER);
const RUNS = { numRuns: 4 };

describe.each(tables)('$name: $command', (table) => {
  test('is what knet shows', async () => expect(await tableDifferences(table)).toEqual([]));
  // The names of kube-proxy's chains are hashes of what they are about.
  test.skipIf(table.command.startsWith('iptables'))('also with other names and addresses', async () => {
    const property = fc.asyncProperty(changes(table.model), async (change) => {
      expect(await tableDifferences(changedTable(table, change))).toEqual([]);
    });
    await fc.assert(property, RUNS);
  });
  test('a wrong entry in the table is seen', async () => {
    expect(await tableDifferences(table, await wrongInTable(table))).not.toEqual([]);
  });
});

describe.each(probes)('$name', (probe) => {
  test('is what knet traces, frame for frame', async () => expect(await probeDifferences(probe)).toEqual([]));
  test('also with other names and addresses', async () => {
    const property = fc.asyncProperty(changes(probe.model), async (change) => {
      expect(await probeDifferences(changedProbe(probe, change))).toEqual([]);
    });
    await fc.assert(property, RUNS);
  });
  test('a wrong entry in a table on its way is seen', async () => {
    expect(await probeDifferences(probe, await wrongInProbe(probe))).not.toEqual([]);
  });
});
