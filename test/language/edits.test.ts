import { AstUtils } from 'langium';
import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { textEdits } from '../../language/edits.ts';
import type * as ast from '../../language/generated/ast.ts';
import { originOf } from '../../language/origins.ts';
import type { Change } from '../../network/checks/diagnostic.ts';
import { NOWHERE } from '../../network/topology/origin.ts';
import { parse } from './support/knet.ts';

/** The text after a change that is made of the node at the marked word (`«word»`). */
async function edited(
  marked: string,
  change: (origin: (property?: string, index?: number) => ReturnType<typeof originOf>) => Change,
) {
  const offset = marked.indexOf('«');
  const document = await parse(marked.replace(/[«»]/g, ''));
  const nodes = AstUtils.streamAst(document.parseResult.value).toArray();
  const node = nodes.findLast((one) => one.$cstNode!.offset === offset)!;
  const edits = textEdits([change((property, index) => originOf(node, property, index))]);
  return TextDocument.applyEdits(document.textDocument, [...edits.values()].flat());
}

describe('insert', () => {
  const mtu = (text: string) =>
    edited(text, (origin) => ({ kind: 'insert', into: origin(), field: 'mtu', value: '1450' }));

  test.each([
    ['into a block of one line', '«network» a { cidr 10.0.0.0/8 }', 'network a { cidr 10.0.0.0/8  mtu 1450 }'],
    ['into an empty block', '«network» a { }', 'network a { mtu 1450 }'],
    ['', '«network» a {}', 'network a { mtu 1450 }'],
    [
      'on a line of its own, indented as its siblings',
      '«network» a {\n    cidr 10.0.0.0/8 // c\n}',
      'network a {\n    cidr 10.0.0.0/8 // c\n    mtu 1450\n}',
    ],
    ['', '«network» a {\n}', 'network a {\n  mtu 1450\n}'],
    ['deeper in', 'cluster c {\n  «node» n {\n  }\n}', 'cluster c {\n  node n {\n    mtu 1450\n  }\n}'],
    ['where the block does not close', '«network» a { cidr 10.0.0.0/8', 'network a { cidr 10.0.0.0/8  mtu 1450'],
    ['where there is no block', 'cluster c { «cni» flannel }', 'cluster c { cni flannel { mtu 1450 } }'],
  ])('%s %s', async (_why, text, expected) => {
    expect(await mtu(text)).toBe(expected);
  });
});

describe('set', () => {
  test.each([
    ['a value', 'network a { «cidr» 10.0.0.5/8 }', ['values', 0], 'network a { cidr X }'],
    ['one of several', 'network a { «cidr» 10.0.0.0/8 11.0.0.5/8 }', ['values', 1], 'network a { cidr 10.0.0.0/8 X }'],
    ['a whole field', 'network a { «cidr» 10.0.0.0/8 11.0.0.0/8 }', [], 'network a { cidr X }'],
    ['a flag that stands alone', 'vpc v { vSwitch s { «public» } }', [], 'vpc v { vSwitch s { public X } }'],
    ['the name of a declaration', '«network» a { }', [], 'network X { }'],
    ['a reference', 'network lan { }\nhost h { in «lan» }', ['target'], 'network lan { }\nhost h { in X }'],
  ] as const)('%s', async (_what, text, place, expected) => {
    const [property, index] = place as readonly [string?, number?];
    expect(await edited(text, (origin) => ({ kind: 'set', origin: origin(property, index), value: 'X' }))).toBe(
      expected,
    );
  });
});

describe('remove', () => {
  test.each([
    ['a field of a line', 'network a { cidr 10.0.0.0/8  «mtu» 1500 }', [], 'network a { cidr 10.0.0.0/8 }'],
    ['the first of a line', 'network a { «cidr» 10.0.0.0/8  mtu 1500 }', [], 'network a { mtu 1500 }'],
    ['a field with its line', 'network a {\n  «cidr» 10.0.0.0/8\n  mtu 1500\n}', [], 'network a {\n  mtu 1500\n}'],
    [
      'one value of several',
      'network a { «cidr» 10.0.0.0/8 11.0.0.0/8 }',
      ['values', 1],
      'network a { cidr 10.0.0.0/8 }',
    ],
    [
      'the only value, and its field',
      'network a { «cidr» 10.0.0.0/8  mtu 1500 }',
      ['values', 0],
      'network a { mtu 1500 }',
    ],
    ['one reference of several', 'router r { connects a «b» }', [], 'router r { connects a }'],
    ['the only reference, and its field', 'host h { in «b»  ip 10.0.0.1 }', ['target'], 'host h { ip 10.0.0.1 }'],
    ['a declaration', '«network» a {\n}\nnetwork b { }\n', [], 'network b { }\n'],
  ] as const)('%s', async (_what, text, place, expected) => {
    const [property, index] = place as readonly [string?, number?];
    expect(await edited(text, (origin) => ({ kind: 'remove', origin: origin(property, index) }))).toBe(expected);
  });
});

test('changes of several files are kept apart, and what nobody wrote is left alone', async () => {
  const [one, two] = [await parse('network a { }'), await parse('network b { }')];
  const names = [one, two].map((document) => originOf((document.parseResult.value as ast.Model).items[0]!));
  const edits = textEdits([
    ...names.map((origin) => ({ kind: 'set', origin, value: 'c' }) as const),
    { kind: 'remove', origin: NOWHERE },
  ]);
  expect([...edits.keys()]).toEqual([one.uri.toString(), two.uri.toString()]);
});
