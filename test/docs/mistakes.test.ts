/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Problem } from '../../analysis/diagnostics/problem.ts';
import { RULES } from '../../network/checks/catalogue.ts';
import { knet } from '../support/cli.ts';
import { read } from './reader.ts';

const text = (name: string) => readFileSync(new URL(`../../examples/mistakes/${name}.knet`, import.meta.url), 'utf8');

const EIGHT = [
  'CIDR-POD-VPC',
  'CIDR-SVC-OVERLAP',
  'NODE-CIDR-EXHAUSTED',
  'NODEPORT-DUPLICATE',
  'SUBNET-OUTSIDE',
  'SUBNET-OVERLAP',
  'SVC-NO-ENDPOINT',
  'VPC-RANGE',
];

/** Those whose check is in the catalogue: one that is not cannot report, and has to from the day that it is. */
const expected = EIGHT.filter((code) => RULES.some((rule) => rule.code === code));

const errors = (problems: readonly Problem[]) => problems.filter(({ severity }) => severity === 'error');
const codes = (problems: readonly Problem[]) => errors(problems).map(({ code }) => code);

test('the classic mistakes are these errors and no others', async () => {
  expect(codes((await read(text('classic'))).problems).sort()).toEqual(expected);
});

test('each is on the line whose comment names it', async () => {
  const lines = text('classic').split('\n');
  for (const { code, range } of errors((await read(text('classic'))).problems)) {
    expect(lines[range.start.line]).toContain(`// ${code}:`);
  }
});

test('repairs, one after the other, leave nothing that has a repair', async () => {
  let reading = await read(text('classic'));
  for (let round = 0; round < 3 * EIGHT.length; round++) {
    const problem = errors(reading.problems).find(({ fixes }) => fixes.length > 0);
    if (!problem) break;
    reading = await read(reading.repaired(problem.fixes[0]!));
  }
  expect(reading.problems.filter(({ fixes }) => fixes.length > 0)).toEqual([]);
  // What Alibaba Cloud keeps for itself is a decision of the planner's, not a number to be exchanged.
  expect(codes(reading.problems)).toEqual(['VPC-RANGE']);
});

test('the same Pod range is fine under Terway eniip', async () => {
  const range = /podCIDR +(\S+) +\/\/ CIDR-POD-VPC/.exec(text('classic'))![1]!;
  expect(text('pods-in-the-vpc')).toContain(`podCIDR     ${range}`);
  expect(codes((await read(text('pods-in-the-vpc'))).problems)).toEqual([]);
});

test('a search of the examples passes over them, their own folder does not', async () => {
  expect((await knet(['check', 'examples'])).code).toBe(0);
  expect((await knet(['check', 'examples/mistakes'])).code).toBe(1);
});

test('they are in form', async () => {
  expect(await knet(['format', '--check', 'examples/mistakes'])).toMatchObject({ code: 0, out: '' });
});
