import { describe, expect, test } from 'vitest';
import { formatPrefix } from '../../../network/address/prefix.ts';
import { topologyOf } from '../support/knet.ts';

describe('findings', () => {
  test.each([
    ['network n { cidr 10.0.0.5/8 }', [['host-bits', '10.0.0.5/8', '10.0.0.0/8']]],
    ['network n { cidr 300.1.1.1/8 }', [['bad-literal', '300.1.1.1/8', undefined]]],
    ['network n { cidr 10.0.0/8 }', [['bad-literal', '10.0.0/8', '10.0.0.0/8']]],
    ['network n { cidr 10.0.0.0 }', [['bad-literal', '10.0.0.0', '10.0.0.0/8']]],
    ['network n { gateway 10.0.0.1/24 }', [['bad-literal', '10.0.0.1/24', '10.0.0.1']]],
    [
      'host h { ip 010.0.0.1 mac fa:90:01:26:bc }',
      [
        ['bad-literal', '010.0.0.1', '10.0.0.1'],
        ['bad-literal', 'fa:90:01:26:bc', undefined],
      ],
    ],
    ['trace 10.0.0.999 -> internet', [['bad-literal', '10.0.0.999', undefined]]],
  ])('%s', async (text, expected) => {
    const { findings } = await topologyOf(text);
    expect(findings.map((one) => ('text' in one ? [one.kind, one.text, one.suggestion] : one.kind))).toEqual(expected);
  });

  test('a prefix with host bits is read as the masked one, a bad literal is left out', async () => {
    const { segments } = await topologyOf('network n { cidr 10.0.0.5/8 10.0.0.0/99 }');
    expect(segments[0]!.cidrs.map(({ value }) => formatPrefix(value))).toEqual(['10.0.0.0/8']);
  });

  test.each([
    ['network a { }\nnetwork a { }', ['network a']],
    ['vpc v { vSwitch a { } subnet a { } }', ['subnet a']],
    [
      'cluster c { namespace n { pod a { } pod a { } deployment a { } service a { } service a { } } }',
      ['pod a', 'service a'],
    ],
    ['cluster c { namespace n { } namespace n { } }', ['namespace n']],
    ['cluster c { node a { } nodes a 2 { } }', ['nodes a']],
    ['host a { }\nnetwork a { }\ncluster a { }', []],
  ])('%s has duplicates', async (text, expected) => {
    const { findings } = await topologyOf(text);
    expect(findings.map((one) => one.kind === 'duplicate-name' && `${one.what} ${one.name}`)).toEqual(expected);
  });

  test('both of a name stay, with ids of their own', async () => {
    const { segments } = await topologyOf('network a { cidr 10.0.0.0/8 }\nnetwork a { cidr 11.0.0.0/8 }');
    expect(segments.map((one) => one.id)).toEqual(['a', 'a#2']);
  });
});
