import { AstUtils, CstUtils, GrammarAST } from 'langium';
import { expect, test } from 'vitest';
import { valueKindOf } from '../../language/fields.ts';
import * as ast from '../../language/generated/ast.ts';
import { KnetGrammar } from '../../language/generated/grammar.ts';
import { WORDS, wordAt, wordMarkdown } from '../../language/words.ts';
import { EXAMPLES } from './support/examples.ts';
import { parse } from './support/knet.ts';

const keywords = [
  ...new Set(
    AstUtils.streamAllContents(KnetGrammar())
      .filter(GrammarAST.isKeyword)
      .map(({ value }) => value)
      .filter((value) => /^\w/.test(value)),
  ),
];

test('every keyword of the grammar is explained, and nothing else', () => {
  expect(Object.keys(WORDS).sort()).toEqual([...keywords].sort());
});

test('explanations are sentences', () => {
  for (const word of Object.values(WORDS).flatMap((one) => [one, ...Object.values(one.in ?? {})])) {
    expect(word.text).toMatch(/^[A-Zaeiwfbt].*[.…]$/);
    expect(word.default ?? 'x').not.toMatch(/\.$/);
  }
});

test('blocks that explanations name exist', () => {
  const types = new Set(Object.keys(ast.reflection.types));
  for (const word of Object.values(WORDS))
    for (const block of Object.keys(word.in ?? {})) expect(types).toContain(block);
});

test('the values of every plain field have a kind', () => {
  const rules = KnetGrammar().rules.filter(GrammarAST.isParserRule);
  const plain = rules.filter((rule) => rule.returnType?.ref?.name === ast.ValueField.$type);
  expect(plain.length).toBeGreaterThan(30);
  for (const rule of plain) {
    const assignment = AstUtils.streamAllContents(rule)
      .filter(GrammarAST.isAssignment)
      .find((one) => one.feature === 'keyword')!;
    const words = AstUtils.streamAst(assignment.terminal)
      .filter(GrammarAST.isKeyword)
      .map((one) => one.value)
      .toArray();
    for (const word of words) expect(valueKindOf('', word) ?? (word === 'mode' && {}), word).toBeDefined();
  }
});

test.each([
  ['vpc v { ci|dr 10.0.0.0/8 }', /address range/],
  ['cluster c { cni calico { ipPool p { ci|dr 10.0.0.0/8 } } }', /Calico takes/],
  ['cluster c { podC|IDR 10.0.0.0/8 }', /pod addresses come from; twice/],
  ['cluster c { node n { podC|IDR 10.0.0.0/24 } }', /this node’s/],
  ['cluster c { namespace n { ing|ress i { } } }', /host and path/],
  ['cluster c { namespace n { networkPolicy p { ing|ress { } } } }', /sources in/],
  ['cluster c { namespace n { networkPolicy p { podSel|ector {} } } }', /the policy is for/],
  ['cluster c { namespace n { networkPolicy p { ingress { from podSel|ector {} } } } }', /own namespace/],
  ['host h { docker { cont|ainer c { } } }', /A Docker container/],
  ['host h { docker { container c { network cont|ainer:d } } }', /shares the network namespace/],
  ['host h { docker { container c { netw|ork host } } }', /How the container is attached/],
  ['netw|ork n { }', /layer 2 segment/],
  ['expect internet can reach 10.0.0.1 fr|om source node', /from source/],
  ['cluster c { node n { bgp stop|ped } }', /BIRD/],
])('%s', async (marked, expected) => {
  const document = await parse(marked.replace('|', ''));
  const leaf = CstUtils.findLeafNodeAtOffset(document.parseResult.value.$cstNode!, marked.indexOf('|'))!;
  expect(wordAt(leaf.text, leaf.astNode)?.text).toMatch(expected);
});

test('what is shown names the default and the field it stands for', () => {
  const shown = wordMarkdown('maxPods', WORDS.maxPods!);
  expect(shown).toContain('Default: 110.');
  expect(shown).toContain('`kubelet maxPods`');
});

test('every keyword of the examples is explained where it stands', async () => {
  for (const [, text] of EXAMPLES) {
    const root = (await parse(text)).parseResult.value.$cstNode!;
    for (const leaf of CstUtils.flattenCst(root))
      if (GrammarAST.isKeyword(leaf.grammarSource) && /^\w/.test(leaf.text))
        expect(wordAt(leaf.text, leaf.astNode), leaf.text).toBeDefined();
  }
});
