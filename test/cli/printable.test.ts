import { expect, test } from 'vitest';
import { printable } from '../../cli/printable.ts';

test.each([
  ['a\u001b[31mb\u001b[0m\n\tc\r\n', 'a\u001b[31mb\u001b[0m\n\tc\r\n'],
  ['\r\u001b[K', '\r\u001b[K'],
  ['\u001b]0;title\u0007', '\ufffd]0;title\ufffd'],
  ['\u001b[2Jx', '\ufffd[2Jx'],
  ['\u009b31m\u007f\u0000', '\ufffd31m\ufffd\ufffd'],
  ['grün 漢', 'grün 漢'],
])('%j is printed as %j', (text, expected) => {
  expect(printable(text)).toBe(expected);
});
