import { expect, test } from 'vitest';
import { carryOver, textsOf } from '../../analysis/diagnostics/carry-over.ts';
import type { Problem } from '../../analysis/diagnostics/problem.ts';
import { load } from '../support/analysis.ts';

const uri = 'file:///w/a.knet';
const problem = (line: number): Problem => ({
  uri,
  range: { start: { line, character: 2 }, end: { line, character: 4 } },
  severity: 'error',
  code: 'X',
  message: '',
  related: [],
  fixes: [],
});

test.each([
  ['nothing', 'a\nb\nc\n', 'a\nb\nc\n', [0, 1, 2]],
  ['a line in front', 'a\nb\nc\n', '\na\nb\nc\n', [2, 3]],
  ['a line in the middle', 'a\nb\nc\n', 'a\nb\nx\nc\n', [0, 1]],
  ['a word', 'a\nb\nc\n', 'a\nbx\nc\n', [0, 2]],
  ['a line that goes', 'a\nb\nc\n', 'a\nc\n', [0]],
  ['two lines for one', 'a\nb\nc\n', 'a\nx\ny\nc\n', [0, 3]],
  ['all', 'a\nb\nc\n', 'x', []],
])('findings move with the text: %s', async (_, before, now, lines) => {
  const { model } = await load({ 'a.knet': now });
  const moved = carryOver([problem(0), problem(1), problem(2)], new Map([[uri, before]]), model);
  expect(moved.map(({ range }) => range.start.line)).toEqual(lines);
});

test('findings go with their file', async () => {
  const { model } = await load({ 'b.knet': 'a' });
  expect(carryOver([problem(0)], new Map([[uri, 'a']]), model)).toEqual([]);
  expect([...textsOf(model)]).toEqual([['file:///w/b.knet', 'a']]);
});
