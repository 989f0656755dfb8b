import { expect, test } from 'vitest';
import type { Problem } from '../../analysis/diagnostics/problem.ts';
import { githubAnnotation } from '../../cli/format/github.ts';

const problem: Problem = {
  uri: 'file:///w/a.knet',
  range: { start: { line: 4, character: 9 }, end: { line: 4, character: 20 } },
  severity: 'error',
  code: 'CIDR-POD-VPC',
  message: 'podCIDR overlaps',
  related: [],
  fixes: [],
};

const annotation = (more: Partial<Problem>, path = 'plans/a.knet') =>
  githubAnnotation({ ...problem, ...more }, () => path);

test('names file, lines, columns from 1, and the code', () => {
  expect(annotation({})).toBe(
    '::error file=plans/a.knet,line=5,endLine=5,col=10,endColumn=21,title=knet CIDR-POD-VPC::podCIDR overlaps',
  );
});

test.each([
  ['error', 'error'],
  ['warning', 'warning'],
  ['information', 'notice'],
] as const)('%s is the command %s', (severity, command) => {
  expect(annotation({ severity })).toMatch(new RegExp(`^::${command} `));
});

test('a finding of several lines has no columns', () => {
  const range = { start: { line: 0, character: 3 }, end: { line: 2, character: 1 } };
  expect(annotation({ range })).toContain('line=1,endLine=3,title=');
});

test('related places follow the message, line ends and signs of the syntax are escaped', () => {
  const related = [{ uri: 'file:///w/b.knet', range: problem.range, message: '100% full' }];
  expect(annotation({ related }, 'a,b: 50%.knet')).toBe(
    '::error file=a%2Cb%3A 50%25.knet,line=5,endLine=5,col=10,endColumn=21,title=knet CIDR-POD-VPC::' +
      'podCIDR overlaps%0Aa,b: 50%25.knet:5:10: 100%25 full',
  );
});
