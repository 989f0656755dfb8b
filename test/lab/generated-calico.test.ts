/// <reference types="node" />
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { summaryOf } from '../../lab/verify/report.ts';
import { generateCalico } from './support/generate-calico.ts';
import { verifyText } from './support/verify-text.ts';
import { skips } from './support/where.ts';

const COUNT = 100;

/** All of them in CI; at home a few, unless the number is given. */
const count = Number(process.env.KNET_LAB_MODELS ?? (process.env.CI ? COUNT : 10));
const seeds = Array.from({ length: count }, (_, seed) => seed);

test('a seed gives one text, and another seed another', () => {
  expect(generateCalico(7)).toEqual(generateCalico(7));
  expect(new Set(seeds.map((seed) => generateCalico(seed).text)).size).toBe(count);
});

describe.skipIf(skips)('generated Calico models do as the kernel does', () => {
  // With static routes: BIRD would tell everybody of leftover routes, which the model does not know of.
  beforeAll(() => void vi.stubEnv('KNET_LAB_BIRD', 'no'));
  afterAll(() => void vi.unstubAllEnvs());
  test.each(seeds)('seed %i', { timeout: 60_000 }, async (seed) => {
    const { text } = generateCalico(seed);
    const report = await verifyText(text);
    const wrong = report.findings.filter(({ status }) => status === 'mismatch');
    expect({ failure: report.failure, wrong, text }).toEqual({ failure: undefined, wrong: [], text });
    const { verified, unsupported } = summaryOf(report);
    expect(verified + unsupported).toBeGreaterThan(0);
  });
});
