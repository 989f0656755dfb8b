/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import textmate, { type IGrammar } from 'vscode-textmate';
import { grammarOf } from '../../support/grammar.ts';

const file = new URL('../../../syntaxes/knet-trace.tmLanguage.json', import.meta.url);
let grammar: IGrammar;

beforeAll(async () => {
  grammar = await grammarOf('text.knet-trace', readFileSync(file, 'utf8'));
});

const scopeOf = (line: string, word: string) => {
  const { tokens } = grammar.tokenizeLine(line, textmate.INITIAL);
  const at = line.indexOf(word);
  const token = tokens.find(({ startIndex, endIndex }) => startIndex <= at && at < endIndex);
  return token?.scopes.at(-1)?.replace('.knet-trace', '');
};

test.each([
  ['DELIVERED a -> b ICMP', 'DELIVERED', 'markup.inserted'],
  ['NO_ROUTE a -> b ICMP', 'NO_ROUTE', 'markup.deleted'],
  ['INSUFFICIENT_INFO a -> b ICMP', 'INSUFFICIENT_INFO', 'constant.language'],
  ['fails: the packet arrives', 'fails', 'markup.deleted'],
  ['looks up "web.default" at 10.96.0.10', 'looks up', 'markup.heading'],
  ['connects', 'connects', 'markup.heading'],
  ['request', 'request', 'markup.heading'],
  ['  default/a (pod)', 'default/a', 'entity.name.type'],
  ['    in flannel.1', 'flannel.1', 'variable.other.device'],
  [
    '    flannel.1 wraps: VXLAN VNI 1 172.16.0.1 > 172.16.0.2:8472, 134 bytes',
    '172.16.0.2:8472',
    'constant.numeric.address',
  ],
  ['    dropped: no entry', 'dropped', 'markup.deleted'],
  ['        Ethernet 0a:58:0a:f4:01:60 > 0a:58:0a:f4:01:01, IPv4', 'Ethernet', 'storage.type'],
  ['        Ethernet 0a:58:0a:f4:01:60 > 0a:58:0a:f4:01:01, IPv4', '0a:58:0a:f4:01:01', 'constant.numeric.address'],
  ['        IPv6     fd00::1 > fd00::2, ttl 63, 84 bytes', 'fd00::2', 'constant.numeric.address'],
  ['    filter FORWARD X: -A X -s 10.0.0.0/8 --comment "a -j b" -j ACCEPT', 'ACCEPT', 'entity.name.function'],
  ['    filter FORWARD X: -A X -s 10.0.0.0/8 --comment "a -j b" -j ACCEPT', 'a -j b', 'string.quoted'],
  ['    route default via 10.0.0.1 dev eth0  <- a.knet:9:3', 'a.knet', 'comment'],
  ['    filter FORWARD X: -A X -j ACCEPT', 'filter', 'keyword.control'],
  ['    PREROUTING 10.96.0.12:80 -> 10.244.1.10:80 (KUBE-SEP-A)', 'PREROUTING', 'constant.language'],
  ['    delivered', 'delivered', 'keyword.control'],
])('in %j the word %s is %s', (line, word, scope) => expect(scopeOf(line, word)).toBe(scope));
