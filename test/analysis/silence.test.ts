import { expect, test } from 'vitest';
import { isSilenced, silencedLines } from '../../analysis/diagnostics/silence.ts';

const text = (...lines: string[]) => lines.join('\n');

test.each([
  ['the line below', text('// knet-disable-next-line A', 'x'), 1, 'A', true],
  ['no other line', text('// knet-disable-next-line A', 'x', 'y'), 2, 'A', false],
  ['no other code', text('// knet-disable-next-line A', 'x'), 1, 'B', false],
  ['several codes', text('  //knet-disable-next-line A, B C', 'x'), 1, 'C', true],
  ['comments above each other', text('// knet-disable-next-line A', '// knet-disable-next-line B', 'x'), 2, 'A', true],
  ['Windows line ends', '// knet-disable-next-line A\r\nx', 1, 'A', true],
  ['not what stands behind text', text('a // knet-disable-next-line A', 'x'), 1, 'A', false],
  ['not without a code', text('// knet-disable-next-line', 'x'), 1, 'A', false],
])('silences %s', (_what, source, line, code, silenced) => {
  expect(isSilenced(silencedLines(source), line, code)).toBe(silenced);
});
