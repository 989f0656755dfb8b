import { describe, expect, test } from 'vitest';
import { clusterOf } from './model.ts';

describe('Calico’s own selectors', () => {
  const selectorOf = async (written: string) => {
    const { cni } = await clusterOf(`cni calico { ipPool p { nodeSelector ${written} } }`);
    return cni.kind === 'calico' ? cni.ipPools[0]!.nodeSelector : undefined;
  };
  const eq = (key: string, value: string) => ({ op: '==', key, value });

  test.each([
    ['all()', { op: 'all' }],
    ['has(rack)', { op: 'has', key: 'rack' }],
    ['!has(rack)', { op: '!', operand: { op: 'has', key: 'rack' } }],
    ["zone == 'a'", eq('zone', 'a')],
    ["rack != 'x' && zone == 'a'", { op: '&&', left: { op: '!=', key: 'rack', value: 'x' }, right: eq('zone', 'a') }],
    [
      "a == '1' || b == '2' && c == '3'",
      { op: '||', left: eq('a', '1'), right: { op: '&&', left: eq('b', '2'), right: eq('c', '3') } },
    ],
    ["!(a == '1')", { op: '!', operand: eq('a', '1') }],
    ["a in { 'x', 'y' }", { op: 'in', key: 'a', values: ['x', 'y'] }],
    ["a not in {'x'}", { op: 'not in', key: 'a', values: ['x'] }],
    ['', { op: '!', operand: { op: 'all' } }],
  ])('%s', async (written, expected) => expect(await selectorOf(written)).toEqual(expected));
});
