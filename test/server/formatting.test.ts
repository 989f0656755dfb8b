import { expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from 'vscode-languageserver-types';
import { type Client, uriOf, withClient } from '../support/lsp.ts';

const options = { tabSize: 8, insertSpaces: false };

function applied(client: Client, edits: TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create('memory:/t', 'knet', 0, client.textOf('a.knet')), edits);
}

const format = (client: Client, range?: unknown) =>
  client.request<TextEdit[]>(range ? 'textDocument/rangeFormatting' : 'textDocument/formatting', {
    textDocument: { uri: uriOf('a.knet') },
    options,
    range,
  });

test('a file is formatted, as it is after the last keystroke', async () => {
  await withClient({}, async (client) => {
    expect(client.initialized.capabilities).toMatchObject({
      documentFormattingProvider: true,
      documentRangeFormattingProvider: true,
    });
    await client.open('a.knet', 'vpc a {\ncidr 10.0.0.0/16 }\n');
    await client.type('a.knet', {
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } },
      newText: 'provider aws\n',
    });
    expect(applied(client, await format(client))).toBe('vpc a {\n  provider aws\n  cidr     10.0.0.0/16\n}\n');
  });
});

test('a range is formatted without the rest', async () => {
  await withClient({}, async (client) => {
    await client.open('a.knet', 'vpc a {cidr 10.0.0.0/16}\nvpc b {cidr 10.1.0.0/16}\n');
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 5 } };
    expect(applied(client, await format(client, range))).toBe('vpc a {cidr 10.0.0.0/16}\nvpc b { cidr 10.1.0.0/16 }\n');
  });
});

test('a file with a mistake in its syntax gets no edits', async () => {
  await withClient({}, async (client) => {
    await client.open('a.knet', 'vpc a {cidr   10.0.0.0/16\n');
    expect(await format(client)).toEqual([]);
  });
});
