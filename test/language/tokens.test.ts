import { DefaultLexer, type LexerResult } from 'langium';
import { expect, test } from 'vitest';
import { services } from './support/knet.ts';

const raw = new DefaultLexer(services.knet);

/** Keywords are shown as they are, other tokens with their type. */
const shown = ({ tokens }: LexerResult) =>
  tokens.map(({ tokenType, image }) => (tokenType.name === image ? image : `${tokenType.name}(${image})`)).join(' ');

const cases: [text: string, expected: string][] = [
  ['10.0.0.0/8', 'IPV4(10.0.0.0/8)'],
  ['10.0.0.5/8', 'IPV4(10.0.0.5/8)'],
  ['300.1.1.1', 'IPV4(300.1.1.1)'],
  ['10.0.0/8', 'IPV4(10.0.0/8)'],
  ['10/8', 'IPV4(10/8)'],
  ['fd00::/56', 'IPV6(fd00::/56)'],
  ['::1', 'IPV6(::1)'],
  ['::ffff:10.0.0.1', 'IPV6(::ffff:10.0.0.1)'],
  ['[fd00::1]:80', '[ IPV6(fd00::1) ] : INT(80)'],
  ['fa:90:01:26:bc:00', 'MAC(fa:90:01:26:bc:00)'],
  ['80/TCP', 'INT(80) / TCP'],
  ['8000..8999/TCP', 'RANGE(8000..8999) / TCP'],
  ['30000-32767', 'RANGE(30000-32767)'],
  ['3..100', 'RANGE(3..100)'],
  ['default/a', 'QNAME(default/a)'],
  ['c/default/a', 'QNAME(c/default/a)'],
  ['default/web:80/TCP', 'QNAME(default/web) : INT(80) / TCP'],
  ['172.17.40.9:5978/TCP', 'IPV4(172.17.40.9) : INT(5978) / TCP'],
  ['default/*', 'WILDCARD(default/*)'],
  ['c/default/* x', 'WILDCARD(c/default/*) ID(x)'],
  ['https://shop.example.com/api // why', 'URL(https://shop.example.com/api)'],
  ['path /* -> web:80', 'path PATH(/*) -> ID(web) : INT(80)'],
  ['path /api/v1', 'path PATH(/api/v1)'],
  ['trace a->b', 'trace ID(a) -> ID(b)'],
  ['trace node-a -> b.c-d', 'trace ID(node-a) -> ID(b.c-d)'],
  ['trace a /* c */ -> b', 'trace ID(a) -> ID(b)'],
  ['app=web', 'LABEL(app=web)'],
  ['app!=web', 'LABEL(app!=web)'],
  ['kubernetes.io/metadata.name=kube-system', 'LABEL(kubernetes.io/metadata.name=kube-system)'],
  ['app in (a, b)', 'SET(app in (a, b))'],
  ['a.b/c notin (d)', 'SET(a.b/c notin (d))'],
  ['has(app) !has(b/c)', 'HAS(has(app)) HAS(!has(b/c))'],
  ["k == 'true'", "ID(k) == STRING('true')"],
  ["k=='true'", "ID(k) == STRING('true')"],
  ["not in { 'a', 'b' }", "CALICO_SET(not in { 'a', 'b' })"],
  ['all() && !global( )', 'ALL(all()) && ! ALL(global( ))'],
  ['"two words"', 'STRING("two words")'],
];

test.each(cases)('%s', (text, expected) => expect(shown(raw.tokenize(text))).toBe(expected));

test.each([
  ['a keyword of no use here is a name', 'cluster c { node n { in cluster } }', 'in ID(cluster)'],
  ['a name may be any keyword', 'vpc v { subnet subnet { } }', 'subnet ID(subnet)'],
  ['a comment may follow a word', 'network n { cidr 10.0.0.0/8 /* why */ }', 'cidr IPV4(10.0.0.0/8) }'],
  [
    'also of its own kind',
    'cluster c { namespace namespace { pod pod { } } }',
    'namespace ID(namespace) { pod ID(pod)',
  ],
  ['a list ends in front of a misspelt field', 'router r { connects a b rout 0.0.0.0/0 via c }', 'MISSPELT(rout)'],
  ['a mode is no declaration', 'host h { docker { container c { network host } } }', 'network host'],
])('%s', (_why, text, expected) => expect(shown(services.knet.parser.Lexer.tokenize(text))).toContain(expected));
