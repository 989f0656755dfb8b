import { beforeAll, describe, expect, test } from 'vitest';
import textmate, { type IGrammar } from 'vscode-textmate';
import { textMateGrammar } from '../../syntaxes/textmate.ts';
import { vocabulary } from '../../syntaxes/vocabulary.ts';
import { grammarOf } from '../support/grammar.ts';
import { EXAMPLES } from './support/examples.ts';

let grammar: IGrammar;

beforeAll(async () => {
  grammar = await grammarOf('source.knet', JSON.stringify(textMateGrammar()));
});

/** Words and the innermost scope of each, without the language's name. */
function coloured(text: string): [word: string, scope: string][] {
  let stack = textmate.INITIAL;
  return text.split('\n').flatMap((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    return tokens
      .map(({ startIndex, endIndex, scopes }): [string, string] => [
        line.slice(startIndex, endIndex).trim(),
        scopes.at(-1)!.replace('.knet', ''),
      ])
      .filter(([word]) => word !== '');
  });
}

const scopeOf = (text: string, word: string) => coloured(text).find(([one]) => one === word)?.[1];

test('flannel-vxlan.knet shows at least six kinds of words', () => {
  const [, text] = EXAMPLES.find(([name]) => name === 'flannel-vxlan.knet')!;
  const scopes = new Set(coloured(text).map(([, scope]) => scope));
  for (const scope of [
    'comment.line.double-slash',
    'storage.type',
    'entity.name.type',
    'variable.other.property',
    'constant.numeric.address',
    'constant.language',
    'keyword.control',
    'keyword.operator',
  ])
    expect(scopes).toContain(scope);
});

describe('what looks like a comment and is none', () => {
  test.each([
    ['ingress i at https://shop.example.com/api // why', 'https://shop.example.com/api', 'string.unquoted.url'],
    ['path /* -> web:80', '/*', 'string.unquoted.path'],
    ['path / -> web:80', '/', 'string.unquoted.path'],
    ['expect default/* can reach internet', 'default/*', 'variable.other.wildcard'],
    ['expect default/* can reach internet', 'internet', 'constant.language'],
    ['path /* -> web:80', 'web', 'variable.other'],
  ])('%s: %s', (text, word, scope) => expect(scopeOf(text, word)).toBe(scope));

  test('and comments are comments', () => {
    expect(scopeOf('cidr 10.0.0.0/8 // why', '// why')).toBe('comment.line.double-slash');
    const block = coloured('cidr /* one\ntwo */ 10.0.0.0/8');
    expect(block.at(-1)).toEqual(['10.0.0.0/8', 'constant.numeric.address']);
    expect(block.slice(1, -1).every(([, scope]) => scope === 'comment.block')).toBe(true);
  });
});

test.each([
  ['vpc main {', 'vpc', 'storage.type'],
  ['vpc main {', 'main', 'entity.name.type'],
  ['  pod node { on x }', 'node', 'entity.name.type'],
  ['  internetGateway igw', 'igw', 'entity.name.type'],
  ['  nodes w 3..100 {', 'w', 'entity.name.type'],
  ['  host shop.example.com {', 'shop.example.com', 'entity.name.type'],
  ['extend cluster shop {', 'shop', 'entity.name.type'],
  ['  cni aws-vpc {', 'aws-vpc', 'constant.language'],
  ['  egress { to podSelector {} }', 'egress', 'storage.type'],
  ['  container c { network host }', 'host', 'constant.language'],
  ['  container c { network macvlan { parent eth0 } }', 'macvlan', 'constant.language'],
  ['  targetType ip', 'ip', 'constant.language'],
  ['  ip 10.0.0.1', 'ip', 'variable.other.property'],
  ['  in cluster-lan', 'cluster-lan', 'variable.other'],
  ['  in main/private', 'main/private', 'variable.other'],
  ['  cidr fd00::/56', 'fd00::/56', 'constant.numeric.address'],
  ['  mac fa:90:01:26:bc:00', 'fa:90:01:26:bc:00', 'constant.numeric.address'],
  ['  port http 8080/TCP', 'http', 'variable.other.port'],
  ['  port http 8080/TCP', '8080', 'constant.numeric.port'],
  ['  port http 8080/TCP', 'TCP', 'constant.language'],
  ['  port 8000..8999/TCP', '8000..8999', 'constant.numeric.port'],
  ['  labels app=web', 'app', 'variable.other.key'],
  ['  labels app=web', 'web', 'string.unquoted'],
  ['  selector app in (a, b)', 'in', 'keyword.operator'],
  ['  selector !has(app)', 'has', 'support.function'],
  ["  nodeSelector rack == 'a'", "'a'", 'string.quoted'],
  ['trace a -> b', '->', 'keyword.operator'],
  ['expect a cannot reach b', 'cannot', 'keyword.control'],
  ['expect a can reach default/web:80/TCP', 'default/web', 'variable.other'],
  ['trace [fd00::1]:80 -> b', 'fd00::1', 'constant.numeric.address'],
])('%s: %s', (text, word, scope) => expect(scopeOf(text, word)).toBe(scope));

test('every keyword has one colour of its own', () => {
  const { declarations, blocks, kinds, statements, fields, constants } = vocabulary();
  const all = [...declarations, ...blocks, ...kinds, ...statements, ...fields, ...constants];
  expect(all.filter((word, i) => all.indexOf(word) !== i)).toEqual([]);
});

test.each(EXAMPLES)('no word of %s is left without a colour', (_name, text) => {
  expect(coloured(text).filter(([, scope]) => scope === 'source')).toEqual([]);
});
