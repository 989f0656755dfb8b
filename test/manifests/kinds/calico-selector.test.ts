import { expect, test } from 'vitest';
import { NOTHING, readCalicoSelector } from '../../../manifests/kinds/calico-selector.ts';

test.each([
  ['', { op: 'all' }],
  ['all()', { op: 'all' }],
  ["a == 'b'", { op: '==', key: 'a', value: 'b' }],
  ['a != "b"', { op: '!=', key: 'a', value: 'b' }],
  ["a not in {'b', 'c'}", { op: 'not in', key: 'a', values: ['b', 'c'] }],
  ["!has(a) && b == 'c' || all()", { op: '||', left: { op: '&&' }, right: { op: 'all' } }],
  ['(has(a) || has(b)) && has(c)', { op: '&&', left: { op: '||' } }],
  ['a ==', NOTHING],
  ['has(a) has(b)', NOTHING],
  ['(has(a)', NOTHING],
  ['a == b', NOTHING],
])('the selector %s', (text, expected) => {
  expect(readCalicoSelector(text)).toMatchObject(expected);
});
