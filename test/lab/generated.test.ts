/// <reference types="node" />
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { summaryOf } from '../../lab/verify/report.ts';
import { COUNT, generate } from './support/generate.ts';
import { verifyText } from './support/verify-text.ts';
import { skips } from './support/where.ts';

/** All of them in CI; at home a few, unless the number is given. */
const count = Number(process.env.KNET_LAB_MODELS ?? (process.env.CI ? COUNT : 10));
const seeds = Array.from({ length: count }, (_, seed) => seed);

test('a seed gives one text, and another seed another', () => {
  expect(generate(7)).toEqual(generate(7));
  expect(new Set(seeds.map((seed) => generate(seed).text)).size).toBe(count);
});

test('a third of the models have a fault', () => {
  const faults = Array.from({ length: COUNT }, (_, seed) => generate(seed).fault).filter(
    (fault) => fault !== undefined,
  );
  expect(faults.length).toBeGreaterThanOrEqual(Math.floor(COUNT / 3));
  expect(new Set(faults).size).toBeGreaterThan(5);
});

describe.skipIf(skips)('generated models do as the kernel does', () => {
  test.each(seeds)('seed %i', { timeout: 60_000 }, async (seed) => {
    const { text } = generate(seed);
    const report = await verifyText(text);
    const wrong = report.findings.filter(({ status }) => status === 'mismatch');
    expect({ failure: report.failure, wrong, text }).toEqual({ failure: undefined, wrong: [], text });
    expect(summaryOf(report).verified).toBeGreaterThan(0);
  });
});
