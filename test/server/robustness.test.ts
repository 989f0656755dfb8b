/// <reference types="node" />
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { TextDocument as Text } from 'vscode-languageserver-textdocument';
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
    client.request('knet/trace', { uri: textDocument.uri, position }),
    client.request('knet/locate', { uri: textDocument.uri, id: 'node:x' }),
  ]);
}

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
    for (let n = 0; n < 60; n++) await client.change('a.knet', `network lan { cidr 10.${n}.0.1/24 }\n`);
    const [found, ...more] = await client.diagnosticsOf('a.knet');
    expect(more).toEqual([]);
    expect(found?.message).toContain('10.59.0.');
  });
});
