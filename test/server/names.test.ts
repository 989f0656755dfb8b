import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { DocumentHighlight, Location, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { type Client, uriOf, withClient } from '../support/lsp.ts';
import { cursorOf, readMarks } from '../support/marked.ts';

const at = (path: string, marked: string) => ({
  textDocument: { uri: uriOf(path) },
  position: cursorOf(readMarks(marked)),
});

const MODEL = `network <[l|an]> { cidr 10.0.0.0/24 }
cluster c {
  node n { in <[lan]>  ip 10.0.0.1 }
  namespace shop { pod db { } }
}
trace shop/db -> <[lan]>
`;
const withCursor = (text: string) => text.replace('|', '<|>');
const CURSOR_IN_DECLARATION = withCursor(MODEL);
const CURSOR_IN_REFERENCE = MODEL.replace('|', '').replace('in <[lan', 'in <[l<|>an');

const references = (client: Client, path: string, marked: string, includeDeclaration = true) =>
  client.request<Location[]>('textDocument/references', { ...at(path, marked), context: { includeDeclaration } });

describe('references', () => {
  test.each([
    ['of a declaration', CURSOR_IN_DECLARATION],
    ['of a reference', CURSOR_IN_REFERENCE],
  ])('%s', async (_what, marked) => {
    const { text, ranges } = readMarks(marked);
    await withClient({}, async (client) => {
      await client.open('a.knet', text);
      expect((await references(client, 'a.knet', marked)).map(({ range }) => range)).toEqual(ranges);
      expect((await references(client, 'a.knet', marked, false)).map(({ range }) => range)).toEqual(ranges.slice(1));
    });
  });

  test('are found in the files that import', async () => {
    const base = 'network <|>lan { cidr 10.0.0.0/24 }\n';
    const main = readMarks('import "base.knet"\nhost h { in <[lan]> }\n');
    await withClient({ files: { 'base.knet': readMarks(base).text } }, async (client) => {
      await client.open('base.knet', readMarks(base).text);
      await client.open('main.knet', main.text);
      expect(await references(client, 'base.knet', base, false)).toEqual([
        { uri: uriOf('main.knet'), range: main.ranges[0] },
      ]);
    });
  });

  test('of a keyword are none', async () => {
    await withClient({}, async (client) => {
      await client.open('a.knet', 'network lan { }');
      expect(await references(client, 'a.knet', 'net<|>work lan { }')).toEqual([]);
    });
  });
});

test('highlights tell the declaration from what refers to it', async () => {
  const { text, ranges } = readMarks(CURSOR_IN_REFERENCE);
  await withClient({}, async (client) => {
    await client.open('a.knet', text);
    const found = await client.request<DocumentHighlight[]>(
      'textDocument/documentHighlight',
      at('a.knet', CURSOR_IN_REFERENCE),
    );
    expect(found).toEqual(ranges.map((range, index) => ({ range, kind: index === 0 ? 3 : 2 })));
  });
});

const rename = (client: Client, path: string, marked: string, newName: string) =>
  client.request<WorkspaceEdit | null>('textDocument/rename', { ...at(path, marked), newName });

const applied = (text: string, edits: readonly TextEdit[] | undefined) =>
  TextDocument.applyEdits(TextDocument.create('', 'knet', 0, text), [...(edits ?? [])]);

describe('rename', () => {
  test('keeps the qualifiers of a name', async () => {
    const marked = MODEL.replace('|', '').replace('namespace shop { pod db', 'namespace shop { pod d<|>b');
    const { text } = readMarks(marked);
    await withClient({}, async (client) => {
      await client.open('a.knet', text);
      const edit = await rename(client, 'a.knet', marked, 'data');
      expect(applied(text, edit?.changes?.[uriOf('a.knet')])).toBe(
        text.replace('pod db', 'pod data').replace('shop/db', 'shop/data'),
      );
    });
  });

  test('changes every file of a model, and no other', async () => {
    const base = 'network lan { cidr 10.0.0.0/24 }\ncluster c { namespace shop { } }\n';
    const main = 'import "base.knet"\nextend cluster c { namespace <|>shop { pod p { } } }\ntrace shop/p -> lan\n';
    const other = 'cluster c { namespace shop { } }\n';
    await withClient({ files: { 'base.knet': base } }, async (client) => {
      await client.open('other.knet', other);
      await client.open('main.knet', readMarks(main).text);
      const edit = await rename(client, 'main.knet', main, 'store');
      expect(Object.keys(edit?.changes ?? {}).sort()).toEqual([uriOf('base.knet'), uriOf('main.knet')]);
      expect(applied(base, edit?.changes?.[uriOf('base.knet')])).toBe(base.replace('shop', 'store'));
      expect(applied(readMarks(main).text, edit?.changes?.[uriOf('main.knet')])).toBe(
        readMarks(main).text.replaceAll('shop', 'store'),
      );
    });
  });

  test('changes files that nobody has open and that import the one at hand, and forgets them', async () => {
    const base = 'network <|>lan { cidr 10.0.0.0/24 }\n';
    const main = 'import "base.knet"\nhost h { in lan }\n';
    const files = { 'base.knet': readMarks(base).text, 'main.knet': main, 'other.knet': 'network lan { }\n' };
    await withClient({ files }, async (client) => {
      await client.open('base.knet', readMarks(base).text);
      const edit = await rename(client, 'base.knet', base, 'office');
      expect(applied(main, edit?.changes?.[uriOf('main.knet')])).toBe(main.replace('in lan', 'in office'));
      expect(Object.keys(edit?.changes ?? {}).sort()).toEqual([uriOf('base.knet'), uriOf('main.knet')]);
      await client.settled();
      expect(await client.request('workspace/symbol', { query: '' })).toHaveLength(1);
      expect(client.diagnostics.has(uriOf('main.knet'))).toBe(false);
    });
  });

  test.each([
    ['a name', 'network <[l<|>an]> { }', true],
    ['a reference', 'network lan { }\nhost h { in <[la<|>n]> }', true],
    ['the part of a name that is meant', 'cluster c { namespace d { pod p { } } }\ntrace d/<[p<|>]> -> internet', true],
    ['no keyword', 'net<|>work lan { }', false],
    ['no kind of plugin', 'cluster c { cni flan<|>nel }', false],
    ['no label', 'cluster c { namespace d { pod p { labels app=w<|>eb } } }', false],
    ['no address', 'network lan { cidr 10.0.<|>0.0/24 }', false],
    ['no comment', '// la<|>n\nnetwork lan { }', false],
    ['no name that leads nowhere', 'host h { in no<|>where }', false],
    ['nothing in an empty file', '<|>', false],
  ])('takes %s', async (_what, marked, taken) => {
    const { text, ranges } = readMarks(marked);
    await withClient({}, async (client) => {
      await client.open('a.knet', text);
      const found = await client.request<Range | null>('textDocument/prepareRename', at('a.knet', marked));
      expect(found).toEqual(taken ? ranges[0] : null);
    });
  });

  test.each([
    ['two words', 'a b', /no name/],
    ['an address', '10.0.0.1', /no name/],
    ['a name that is there already', 'wan', /network wan already/],
    ['a keyword that would be read as a field', 'ip', /keyword/],
  ])('refuses %s', async (_what, newName, reason) => {
    const marked = 'network <|>lan { }\nnetwork wan { }\nhost h { in lan }';
    await withClient({}, async (client) => {
      await client.open('a.knet', readMarks(marked).text);
      await expect(rename(client, 'a.knet', marked, newName)).rejects.toThrow(reason);
    });
  });
});
