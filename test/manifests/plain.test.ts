import { describe, expect, test } from 'vitest';
import { readPlain } from '../../manifests/text/plain.ts';
import { manifest, namespace, problems, read } from './support/read.ts';

describe('a scalar without quotes', () => {
  test.each([
    ...['', '~', 'null', 'Null', 'NULL'].map((text) => [text, { type: 'null' }] as const),
    ...['y', 'Y', 'yes', 'On', 'TRUE'].map((text) => [text, { type: 'flag', value: true }] as const),
    ...['n', 'No', 'off', 'FALSE'].map((text) => [text, { type: 'flag', value: false }] as const),
    ...['yEs', 'oN', 'nULL', '12:30', '2024-01-01', '1.2.3', '0x', '0b2', 'a1', '1e', '_1', '-', '+', '.', '1.x'].map(
      (text) => [text, { type: 'text' }] as const,
    ),
    ...(
      [
        ['80', 80],
        ['0120', 80],
        ['0o120', 80],
        ['0x50', 80],
        ['0b1010000', 80],
        ['080', 80],
        ['80.0', 80],
        ['8e1', 80],
        ['1_000', 1000],
        ['-1', -1],
        ['+7', 7],
        ['0', 0],
        ['00', 0],
        ['.5', 0.5],
        ['5.', 5],
        ['.inf', Number.NaN],
      ] as const
    ).map(([text, value]) => [text, { type: 'number', value }] as const),
  ])('%s is %j', (text, expected) => {
    expect(readPlain(text)).toEqual(expected);
  });
});

const policy = (port: string) =>
  manifest('NetworkPolicy', 'networking.k8s.io/v1', `{podSelector: {}, ingress: [{ports: [{port: ${port}}]}]}`);

test.each([
  ['0x50', { from: 80, to: 80 }],
  ['0120', { from: 80, to: 80 }],
  ['80.0', { from: 80, to: 80 }],
  ['!!int "80"', { from: 80, to: 80 }],
  ['-1', undefined],
  ['80.5', undefined],
  ['yes', undefined],
  ['[80]', undefined],
  ['{a: 80}', undefined],
  ['!!str 80', undefined],
])('port: %s of a policy is %j', (written, expected) => {
  const found = read(policy(written));
  const [one] = namespace(found).policies;
  expect(one!.broken).toBe(expected === undefined);
  expect(problems(found).map(({ code }) => code)).toEqual(expected ? [] : ['MANIFEST']);
  if (expected) expect(one!.ingress[0]!.ports).toMatchObject([expected]);
});

test.each([
  ['yes', true],
  ['On', true],
  ['true', true],
  ['n', false],
  ['~', false],
])('hostNetwork: %s', (written, expected) => {
  const found = read(manifest('Pod', 'v1', `{hostNetwork: ${written}}`));
  expect(namespace(found).workloads[0]!.hostNetwork).toBe(expected);
  expect(problems(found)).toEqual([]);
});
