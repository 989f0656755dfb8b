/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Verified } from '../network/kubernetes/table/table.ts';
import { KERNEL_MODES, verifyTable } from './support/services.ts';
import { skips } from './support/where.ts';

const RECORD = new URL('../network/kubernetes/table/verified.json', import.meta.url);

/* docs/services.md marks what a kernel has verified; here it does so again. */
describe.skipIf(skips)('the table of Services is what the kernel does', () => {
  test.each(KERNEL_MODES)('%s', { timeout: 180_000 }, async (mode) => {
    const { report, verified } = await verifyTable(mode);
    const wrong = report.findings.filter(({ status }) => status === 'mismatch');
    expect({ failure: report.failure, wrong }).toEqual({ failure: undefined, wrong: [] });
    const recorded = JSON.parse(readFileSync(RECORD, 'utf8')) as Verified;
    expect(verified).toEqual(recorded[mode]);
  });
});
