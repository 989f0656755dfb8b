/// <reference types="node" />
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { TextDocument as Text } from 'vscode-languageserver-textdocument';
import type { Position } from 'vscode-languageserver-types';
import { root } from '../support/cli.ts';
import { type Client, uriOf, withClient } from '../support/lsp.ts';

const examples = (await readdir(join(root, 'examples'))).filter((name) => name.endsWith('.knet'));

/** What fingers do to a text: pieces of the language in the wrong place, half words, and rubbish. */
const insertion = fc.oneof(
  fc.constantFrom('{', '}', '\n', ' ', '"', '/', '/*', '//', '->', ':', '.', '\u0000', '\ud83d', 'é', '10.0.0.', '::'),
  fc.constantFrom(
    'cluster x {',
    'node ',
    'ip 300.1.1.1',
    'trace a -> ',
    'expect ',
    'import "',
    'from ',
    'cni calico {',
  ),
  fc.string({ maxLength: 6 }),
);
const edit = fc.record({ at: fc.nat(), removed: fc.nat({ max: 40 }), inserted: insertion });

async function typeInto(client: Client, path: string, { at, removed, inserted }: Edit): Promise<void> {
  const document = Text.create('', 'knet', 0, client.textOf(path));
  const offset = at % (document.getText().length + 1);
  const range = { start: document.positionAt(offset), end: document.positionAt(offset + removed) };
  await client.type(path, { range, newText: inserted });
}
type Edit = { readonly at: number; readonly removed: number; readonly inserted: string };

/** Asks for everything at a place, without waiting for one answer before the next question. */
async function askAll(client: Client, path: string, at: number): Promise<void> {
  const document = Text.create('', 'knet', 0, client.textOf(path));
  const position = document.positionAt(at % (document.getText().length + 1));
  const textDocument = { uri: uriOf(path) };
  await Promise.all([
    client.hover(path, position),
    client.completion(path, position),
    client.definition(path, position),
    client.outline(path),
    client.request('textDocument/semanticTokens/full', { textDocument }),
    ...everyFeature(client, textDocument.uri, position),
    client.request('knet/trace', { uri: textDocument.uri, position }),
    client.request('knet/locate', { uri: textDocument.uri, id: 'node:x' }),
  ]);
}

/** What the language server answers beside the above, at a position that may lie anywhere. */
function everyFeature(client: Client, uri: string, position: Position): Promise<unknown>[] {
  const textDocument = { uri };
  const here = { start: position, end: position };
  const all = { start: { line: 0, character: 0 }, end: { line: 1_000_000, character: 0 } };
  const options = { tabSize: 2, insertSpaces: true };
  return [
    client.request('textDocument/references', { textDocument, position, context: { includeDeclaration: true } }),
    client.request('textDocument/documentHighlight', { textDocument, position }),
    client.request('textDocument/prepareRename', { textDocument, position }),
    client.request('textDocument/rename', { textDocument, position, newName: 'renamed' }),
    client.request('textDocument/foldingRange', { textDocument }),
    client.request('textDocument/selectionRange', { textDocument, positions: [position] }),
    client.request('textDocument/documentLink', { textDocument }),
    client.request('textDocument/inlayHint', { textDocument, range: all }),
    client.request('textDocument/codeAction', { textDocument, range: here, context: { diagnostics: [] } }),
    client.request('textDocument/formatting', { textDocument, options }),
    client.request('workspace/symbol', { query: 'a' }),
  ];
}

describe('a place that is not in the text', () => {
  test.each(['', '\n', 'network lan { cidr ', '}\r\n{\r\n'])('of %j has answers all the same', async (text) => {
    await withClient({}, async (client) => {
      await client.open('a.knet', text);
      for (const position of [
        { line: 999, character: 0 },
        { line: 0, character: 999 },
      ]) {
        await Promise.all([
          client.hover('a.knet', position),
          client.completion('a.knet', position),
          ...everyFeature(client, uriOf('a.knet'), position),
        ]);
      }
    });
  });

  test('of a file that is not open has answers all the same', async () => {
    await withClient({}, async (client) => {
      await Promise.all(everyFeature(client, uriOf('nowhere.knet'), { line: 0, character: 0 }));
    });
  });
});

function isInside(document: TextDocument, { line, character }: { line: number; character: number }): boolean {
  if (line >= document.lineCount) return false;
  const length = document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } }).length;
  return character <= length;
}

/** Libraries report what they swallow on the console: nobody reads it there, so here it counts as a failure. */
const reported = vi.spyOn(console, 'error').mockImplementation(() => {});
afterEach(() => {
  const messages = reported.mock.calls.map(([first]) => String(first instanceof Error ? first.stack : first));
  reported.mockClear();
  expect([...new Set(messages)]).toEqual([]);
});

describe('random edits', () => {
  test.each(examples)(
    'of %s leave a server that answers and has logged nothing',
    async (name) => {
      const text = await readFile(join(root, 'examples', name), 'utf8');
      await fc.assert(
        fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 12 }), async (edits) => {
          await withClient({}, async (client) => {
            await client.open(name, text);
            for (const one of edits) {
              await typeInto(client, name, one);
              await askAll(client, name, one.at * 7);
            }
            const document = Text.create('', 'knet', 0, client.textOf(name));
            for (const { range } of await client.diagnosticsOf(name))
              expect([range.start, range.end].filter((place) => !isInside(document, place))).toEqual([]);
            await client.change(name, text);
            expect((await client.outline(name)).length).toBeGreaterThan(0);
          });
        }),
        { numRuns: Number(process.env.KNET_FUZZ ?? 8) },
      );
    },
    120_000,
  );
});

test('a burst of edits without pauses ends with the diagnostics of the last text', async () => {
  await withClient({}, async (client) => {
    await client.open('a.knet', '');
    for (let n = 0; n < 60; n++)
      await client.change('a.knet', `network lan { cidr 10.${n}.0.1/24 }\nhost h { in lan }\n`);
    const [found, ...more] = await client.diagnosticsOf('a.knet');
    expect(more).toEqual([]);
    expect(found?.message).toContain('10.59.0.');
  });
});
