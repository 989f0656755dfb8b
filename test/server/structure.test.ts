import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { DocumentLink, FoldingRange, SelectionRange, WorkspaceSymbol } from 'vscode-languageserver-types';
import { uriOf, withClient } from '../support/lsp.ts';
import { cursorOf, readMarks } from '../support/marked.ts';

const TEXT = `import "a.knet"
import "b.knet"

// what this is
// and why
network lan {
  cidr 10.0.0.0/24
}
/* a longer
   story */
cluster c {
  namespace d {
    pod p { }
  }
}
// one line
cluster open {
  podCIDR 10.244.0.0/16
`;

describe('folding', () => {
  const folded = async (text: string) => {
    let found: FoldingRange[] = [];
    await withClient({}, async (client) => {
      await client.open('a.knet', text);
      found = await client.request('textDocument/foldingRange', { textDocument: { uri: uriOf('a.knet') } });
    });
    return found.map(({ startLine, endLine, kind }) => [startLine, endLine, kind ?? 'block']);
  };
  const expected = [
    [0, 1, 'imports'],
    [3, 4, 'comment'],
    [5, 6, 'block'],
    [8, 9, 'comment'],
    [10, 13, 'block'],
    [11, 12, 'block'],
    [16, 17, 'block'],
  ];

  test.each([
    ['line feeds', TEXT],
    ['carriage returns', TEXT.replaceAll('\n', '\r\n')],
  ])('of blocks, comments and imports, with %s', async (_ends, text) => {
    expect((await folded(text)).sort(([a], [b]) => Number(a) - Number(b))).toEqual(expected);
  });

  test('of an empty file is none', async () => expect(await folded('')).toEqual([]));
});

test('a selection grows from the word to the file', async () => {
  const marked = 'cluster c {\n  node n { in lan  ip 10.0<|>.0.1 }\n}\n';
  const { text } = readMarks(marked);
  const document = TextDocument.create('', 'knet', 0, text);
  await withClient({}, async (client) => {
    await client.open('a.knet', text);
    const params = { textDocument: { uri: uriOf('a.knet') }, positions: [cursorOf(readMarks(marked))] };
    const [found] = await client.request<SelectionRange[]>('textDocument/selectionRange', params);
    const texts: string[] = [];
    for (let one = found; one; one = one.parent) texts.push(document.getText(one.range));
    expect(texts).toEqual([
      '10.0.0.1',
      'ip 10.0.0.1',
      'in lan  ip 10.0.0.1',
      'node n { in lan  ip 10.0.0.1 }',
      text.trim(),
      text,
    ]);
  });
});

test.each([
  ['an empty file', ''],
  ['a broken file', '} cluster {\n network'],
  ['white space', ' \n \n'],
])('each position of %s has a selection that holds it', async (_what, text) => {
  const document = TextDocument.create('', 'knet', 0, text);
  await withClient({}, async (client) => {
    await client.open('a.knet', text);
    const positions = Array.from({ length: text.length + 1 }, (_, offset) => document.positionAt(offset));
    const params = { textDocument: { uri: uriOf('a.knet') }, positions };
    const found = await client.request<SelectionRange[]>('textDocument/selectionRange', params);
    const holds = found.map(
      ({ range }, offset) => document.offsetAt(range.start) <= offset && offset <= document.offsetAt(range.end),
    );
    expect(holds).toEqual(positions.map(() => true));
  });
});

test('imports lead to the files that are there', async () => {
  const { text, ranges } = readMarks('import "<[base.knet]>"\nimport "nowhere.knet"\nimport\n');
  await withClient({ files: { 'base.knet': 'network lan { }' } }, async (client) => {
    await client.open('a.knet', text);
    const params = { textDocument: { uri: uriOf('a.knet') } };
    expect(await client.request<DocumentLink[]>('textDocument/documentLink', params)).toEqual([
      { range: ranges[0], target: uriOf('base.knet') },
    ]);
  });
});

describe('workspace symbols', () => {
  test.each([
    ['', ['base.knet lan', 'a.knet c', 'a.knet shop', 'a.knet db']],
    ['shdb', ['a.knet db']],
    ['SHOP', ['a.knet shop', 'a.knet db']],
    ['xyz', []],
  ])('like "%s"', async (query, expected) => {
    const base = 'network lan { }\n';
    await withClient({ files: { 'base.knet': base } }, async (client) => {
      await client.open('a.knet', 'import "base.knet"\ncluster c { namespace shop { pod db { } } }\n');
      await client.settled();
      const found = await client.request<WorkspaceSymbol[]>('workspace/symbol', { query });
      const fileOf = (uri: string) => ['a.knet', 'base.knet'].find((path) => uriOf(path) === uri);
      const told = found.map(({ name, location }) => `${fileOf(location.uri)} ${name}`);
      expect(told.sort()).toEqual([...expected].sort());
    });
  });
});
