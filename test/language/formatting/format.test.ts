import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { EXAMPLES } from '../support/examples.ts';
import { form, formatter, read } from './form.ts';

test.each(EXAMPLES)('%s is written as the formatter writes', (_name, text) => {
  expect(form(text)).toBe(text);
});

/** What somebody types, and what becomes of it. */
const CASES: readonly (readonly [what: string, typed: string, formatted: string])[] = [
  [
    'values of successive fields stand in one column',
    'cluster c {\npodCIDR 10.0.0.0/16\n    nodeCIDRMaskSize   24\n}',
    'cluster c {\n  podCIDR          10.0.0.0/16\n  nodeCIDRMaskSize 24\n}\n',
  ],
  [
    'a long keyword stands out of the column',
    'cluster c { namespace n { service s {\n type NodePort\n externalTrafficPolicy Local\n selector a=b } } }',
    `cluster c {
  namespace n {
    service s {
      type     NodePort
      externalTrafficPolicy Local
      selector a=b
    }
  }
}
`,
  ],
  [
    'rows that are alike are a table',
    'network a { cidr 10.0.0.0/24 gateway 10.0.0.1 }\nnetwork long { cidr 10.10.10.0/24 gateway 10.10.10.1 }',
    'network a    { cidr 10.0.0.0/24    gateway 10.0.0.1 }\nnetwork long { cidr 10.10.10.0/24  gateway 10.10.10.1 }\n',
  ],
  [
    'rows that are not alike are none',
    'network a { cidr 10.0.0.0/24 gateway 10.0.0.1 }\nrouter long { connects a }',
    'network a { cidr 10.0.0.0/24  gateway 10.0.0.1 }\nrouter long { connects a }\n',
  ],
  [
    'columns that the author made are kept',
    'host a  { ip 10.0.0.1         listen 80 }\nrouter b { connects a }\nhost abc  {  mtu 1500  ip 10.0.0.2 }',
    'host a { ip 10.0.0.1  listen 80 }\nrouter b { connects a }\nhost abc { mtu 1500  ip 10.0.0.2 }\n',
  ],
  ['a block on one line stays on it', 'vpc v {cidr 10.0.0.0/8}', 'vpc v { cidr 10.0.0.0/8 }\n'],
  ['an empty block is one space', 'vpc v {\n\n}', 'vpc v { }\n'],
  [
    'a block opened once is opened at both braces',
    'vpc v { provider aws\n cidr 10.0.0.0/16 }',
    'vpc v {\n  provider aws\n  cidr     10.0.0.0/16\n}\n',
  ],
  [
    'a block too wide for a line is opened',
    `router r { ${['10', '11', '12', '13', '14'].map((n) => `route 10.${n}.0.0/16 via 192.168.100.100`).join(' ')} }`,
    `router r {\n${['10', '11', '12', '13', '14'].map((n) => `  route 10.${n}.0.0/16 via 192.168.100.100\n`).join('')}}\n`,
  ],
  [
    'blank lines are kept, one at most, and not at braces',
    '\n\nvpc v {\n\n  provider aws\n\n\n\n  cidr 10.0.0.0/16\n\n}\n\n\n\nvpc w { }\n\n\n',
    'vpc v {\n  provider aws\n\n  cidr 10.0.0.0/16\n}\n\nvpc w { }\n',
  ],
  [
    'declarations get lines of their own, plain fields may share one',
    'cluster c { node a {\n in x ip 10.0.0.1\n } node b { in x } }',
    'cluster c {\n  node a {\n    in x  ip 10.0.0.1\n  }\n  node b { in x }\n}\n',
  ],
  [
    'comments stay, at the depth of what they stand with',
    '/* a */\nvpc v { // b\n// c\ncidr 10.0.0.0/16 // d\n/* e */ }',
    '/* a */\nvpc v {   // b\n  // c\n  cidr 10.0.0.0/16   // d\n  /* e */\n}\n',
  ],
  [
    'a comment just written joins the column above it',
    'trace a -> b      // one\ntrace aa -> bb // two',
    'trace a -> b      // one\ntrace aa -> bb    // two\n',
  ],
  [
    'signs stand as they are written elsewhere',
    'expect  a/b:80/TCP   can   reach [ fd00::1 ] : 80\ntrace a->b',
    'expect a/b:80/TCP can reach [fd00::1]:80\ntrace  a -> b\n',
  ],
  ['an import stays where it is', '\n  import   "a.knet"\n\nvpc v { }', 'import "a.knet"\n\nvpc v { }\n'],
  ['line ends are those of the file', 'vpc v {\r\n provider aws\r\n}\r\n', 'vpc v {\r\n  provider aws\r\n}\r\n'],
  ['an empty file stays empty', '\n\n', ''],
];

test.each(CASES)('%s', (_what, typed, formatted) => {
  expect(form(typed)).toBe(formatted);
  expect(form(formatted)).toBe(formatted);
});

test.each([
  ['a brace too few', 'vpc v { cidr   10.0.0.0/8'],
  ['a word that is no field', 'vpc v { cdir   10.0.0.0/8 }'],
  ['a sign that belongs nowhere', 'vpc v { ->   cidr 10.0.0.0/8 }'],
])('a text with %s is left as it is', (_what, text) => {
  expect(form(text)).toBeUndefined();
  expect(formatter.formatDocument(read(text))).toEqual([]);
});

describe('a range', () => {
  const text = 'vpc a {cidr 10.0.0.0/8}\nvpc b {cidr 10.0.0.0/8}\nvpc c {cidr 10.0.0.0/8}\n';
  const formatted = (range: { start: [number, number]; end: [number, number] }) => {
    const [start, end] = [range.start, range.end].map(([line, character]) => ({ line, character }));
    const edits = formatter.formatDocumentRange(read(text), { range: { start: start!, end: end! } });
    return TextDocument.applyEdits(TextDocument.create('memory:/t', 'knet', 0, text), edits);
  };

  test('is formatted by whole lines, and nothing else is', () => {
    expect(formatted({ start: [1, 3], end: [1, 4] })).toBe(
      text.replace('vpc b {cidr 10.0.0.0/8}', 'vpc b { cidr 10.0.0.0/8 }'),
    );
  });

  test('that ends where a line begins does not take that line', () => {
    expect(formatted({ start: [0, 0], end: [1, 0] })).toBe(
      text.replace('vpc a {cidr 10.0.0.0/8}', 'vpc a { cidr 10.0.0.0/8 }'),
    );
  });
});
