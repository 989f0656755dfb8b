import { describe, expect, test } from 'vitest';
import { uriOf, withClient } from '../support/lsp.ts';
import { cursorOf, readMarks } from '../support/marked.ts';

describe('definition', () => {
  test.each([
    ['of a reference', 'network <[lan]> { cidr 10.0.0.0/24 }\nhost h { in l<|>an }'],
    ['of an end of a trace', 'host <[h]> { }\nhost i { }\ntrace <|>h -> i'],
    ['of a declaration itself', 'network <[l<|>an]> { cidr 10.0.0.0/24 }'],
  ])('%s', async (_what, marked) => {
    const source = readMarks(marked);
    await withClient({}, async (client) => {
      await client.open('a.knet', source.text);
      const found = await client.definition('a.knet', cursorOf(source));
      expect(found).toEqual({ uri: uriOf('a.knet'), range: source.ranges[0] });
    });
  });

  test('leads into an imported file', async () => {
    const base = readMarks('network <[lan]> { cidr 10.0.0.0/24 }');
    const main = readMarks('import "base.knet"\nhost h { in <|>lan }');
    await withClient({ files: { 'base.knet': base.text } }, async (client) => {
      await client.open('main.knet', main.text);
      const found = await client.definition('main.knet', cursorOf(main));
      expect(found).toEqual({ uri: uriOf('base.knet'), range: base.ranges[0] });
    });
  });

  test('of a keyword is none', async () => {
    const source = readMarks('net<|>work lan { cidr 10.0.0.0/24 }');
    await withClient({}, async (client) => {
      await client.open('a.knet', source.text);
      expect(await client.definition('a.knet', cursorOf(source))).toBeNull();
    });
  });
});

describe('outline', () => {
  test('nests declarations and tells questions', async () => {
    const text = `network lan { cidr 10.0.0.0/24 }
cluster c {
  cni flannel { backend vxlan }
  namespace default { pod a { } service s { port 80 } }
}
trace default/a -> service default/s:80
`;
    await withClient({}, async (client) => {
      await client.open('a.knet', text);
      const shape = (list: { name: string; children?: unknown[] }[]): unknown[] =>
        list.map(({ name, children = [] }) => (children.length > 0 ? [name, shape(children as never)] : name));
      expect(shape(await client.outline('a.knet'))).toEqual([
        'lan',
        [
          'c',
          [
            ['flannel', ['vxlan']],
            ['default', ['a', 's']],
          ],
        ],
        'trace default/a -> service default/s:80',
      ]);
    });
  });
});

describe('semantic tokens', () => {
  test('tell a name from the keyword that it looks like', async () => {
    await withClient({}, async (client) => {
      await client.open('a.knet', 'cluster c {\n  namespace default { pod node { } }\n}\n');
      const { capabilities } = client.initialized;
      const legend = capabilities.semanticTokensProvider!.legend.tokenTypes;
      const { data } = await client.request<{ data: number[] }>('textDocument/semanticTokens/full', {
        textDocument: { uri: uriOf('a.knet') },
      });
      const tokens = [];
      for (let at = 0; at < data.length; at += 5) tokens.push([data[at + 2], legend[data[at + 3]!]]);
      expect(tokens).toEqual([
        [7, 'keyword'],
        [1, 'class'],
        [9, 'keyword'],
        [7, 'namespace'],
        [3, 'keyword'],
        [4, 'function'],
      ]);
    });
  });
});

describe('a text that lies nowhere', () => {
  // A new file in VS Code, a revision of git, a message of a chat: any of them may be of the language knet.
  test.each(['untitled:Untitled-1', 'git:/w/a.knet?ref=HEAD', 'vscode-vfs://github/o/r/a.knet', 'odd:'])(
    'is served like any other: %s',
    async (uri) => {
      await withClient({}, async (client) => {
        const text = 'import "b.knet"\nhost h { }\n';
        await client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'knet', version: 1, text } });
        const symbols = await client.request('textDocument/documentSymbol', { textDocument: { uri } });
        expect(symbols).toHaveLength(1);
        await client.settled();
        expect(client.diagnostics.get(uri)?.map(({ code }) => code)).toContain('IMPORT');
      });
    },
  );
});
