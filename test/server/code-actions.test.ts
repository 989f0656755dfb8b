/// <reference types="node" />
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, Range, TextEdit } from 'vscode-languageserver-types';
import { root } from '../support/cli.ts';
import { type Client, type StartOptions, uriOf, withClient } from '../support/lsp.ts';
import { MISTAKES } from '../support/mistakes.ts';

const RESOLVES = { textDocument: { codeAction: { resolveSupport: { properties: ['edit'] } } } };

const EVERYTHING: Range = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };

const actions = (client: Client, path: string, only?: string[], range = EVERYTHING) =>
  client.request<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri: uriOf(path) },
    range,
    context: { diagnostics: client.diagnostics.get(uriOf(path)) ?? [], only },
  });

function applied(client: Client, path: string, { edit }: CodeAction): string {
  const edits: TextEdit[] = edit?.changes?.[uriOf(path)] ?? [];
  return TextDocument.applyEdits(TextDocument.create('', 'knet', 0, client.textOf(path)), edits);
}

/** The file after the one action of its kind, and the errors and warnings that it then has. */
async function repaired(text: string, options: StartOptions = { capabilities: RESOLVES }) {
  let result = { text, codes: [] as unknown[], fixable: 0 };
  await withClient(options, async (client) => {
    await client.open('a.knet', text);
    await client.settled();
    const [action] = await actions(client, 'a.knet', ['source.fixAll.knet']);
    if (!action) throw new Error('nothing to repair');
    const resolved = action.edit ? action : await client.request<CodeAction>('codeAction/resolve', action);
    const mended = applied(client, 'a.knet', resolved);
    await client.change('a.knet', mended);
    const wrong = (await client.diagnosticsOf('a.knet')).filter(({ severity }) => severity !== 3);
    const codes = wrong.map(({ code }) => code);
    const left = await actions(client, 'a.knet', ['source.fixAll.knet']);
    result = { text: mended, codes, fixable: left.length };
  });
  return result;
}

describe('repairing all of a file', () => {
  test('goes on until nothing is left that has a repair', async () => {
    const { codes, fixable } = await repaired(MISTAKES);
    expect({ codes, fixable }).toEqual({ codes: [], fixable: 0 });
  });

  test('leaves nothing in the file of classic mistakes that has a repair', async () => {
    const text = await readFile(join(root, 'examples', 'mistakes', 'classic.knet'), 'utf8');
    const { codes, fixable } = await repaired(text);
    expect({ codes, fixable }).toEqual({ codes: ['VPC-RANGE'], fixable: 0 });
  });

  test('is worked out at once for a client that cannot ask later', async () => {
    expect((await repaired(MISTAKES, {})).codes).toEqual([]);
  });

  test('keeps what is right, and the ends of the lines', async () => {
    const text = 'network lan {\r\n  cidr 10.0.0.5/24 // the lan\r\n}\r\n';
    expect((await repaired(text)).text).toBe(text.replace('.5', '.0'));
  });

  test('is the same when done again', async () => {
    const { text } = await repaired(MISTAKES);
    await withClient({ capabilities: RESOLVES }, async (client) => {
      await client.open('a.knet', text);
      await client.settled();
      expect(await actions(client, 'a.knet', ['source.fixAll'])).toEqual([]);
    });
  });

  test('goes on for as long as it makes anything better', async () => {
    const nodes = Array.from({ length: 40 }, (_, i) => `  node n${i} { in lan  ip 10.0.0.9 }`).join('\n');
    const text = `network lan { cidr 10.0.0.0/24 }\ncluster c {\n${nodes}\n}\n`;
    const { codes, text: mended } = await repaired(text);
    expect(codes).toEqual([]);
    expect(new Set(mended.match(/(?<=ip )[\d.]+/g)).size).toBe(40);
  });

  test('reaches into imported files where the repair does', async () => {
    const base = 'network lan { cidr 10.0.0.0/24 }\ncluster c { podCIDR 10.244.0.0/16 }\n';
    const main = 'import "base.knet"\nhost h { in lan  ip 10.9.0.1 }\nhost i { in lna }\n';
    await withClient({ files: { 'base.knet': base } }, async (client) => {
      await client.open('a.knet', main);
      await client.settled();
      const [action] = await actions(client, 'a.knet', ['source.fixAll']);
      expect(applied(client, 'a.knet', action!)).toMatch(/ip 10\.0\.0\.\d+ }\nhost i { in lan }/);
    });
  });

  test('is offered without being worked out', async () => {
    await withClient({ capabilities: RESOLVES }, async (client) => {
      await client.open('a.knet', MISTAKES);
      await client.settled();
      const all = await actions(client, 'a.knet');
      expect(all.filter(({ kind }) => kind === 'source.fixAll.knet')).toEqual([
        { title: 'Repair all problems in this file', kind: 'source.fixAll.knet', data: { fixAll: uriOf('a.knet') } },
      ]);
    });
  });

  test.each(['', '\n', 'network lan { }\n'])('is not offered where there is nothing to repair: %j', async (text) => {
    await withClient({ capabilities: RESOLVES }, async (client) => {
      await client.open('a.knet', text);
      await client.settled();
      expect(await actions(client, 'a.knet', ['source'])).toEqual([]);
    });
  });
});

describe('silencing a check', () => {
  const silence = async (text: string, code: string) => {
    let mended = '';
    await withClient({}, async (client) => {
      await client.open('a.knet', text);
      await client.settled();
      const found = (await actions(client, 'a.knet', ['quickfix'])).find(
        ({ title }) => title === `Disable ${code} for this line`,
      );
      if (!found) throw new Error(`${code} cannot be disabled`);
      mended = applied(client, 'a.knet', found);
      await client.change('a.knet', mended);
      expect((await client.diagnosticsOf('a.knet')).map((one) => one.code)).not.toContain(code);
    });
    return mended;
  };

  test.each([
    ['above the line, as far in', '\n'],
    ['with the line ends of the file', '\r\n'],
  ])('writes a comment %s', async (_how, end) => {
    const text = ['host h {', '  docker {', '    bridge b { cidr 172.17.0.5/16 }', '  }', '}', ''].join(end);
    const expected = text.replace('    bridge', `    // knet-disable-next-line CIDR-SYNTAX${end}    bridge`);
    expect(await silence(text, 'CIDR-SYNTAX')).toBe(expected);
  });

  test('adds to the comment that is there', async () => {
    const text = '// knet-disable-next-line UNUSED\nnetwork lan { cidr 10.0.0.5/24 }\n';
    expect(await silence(text, 'CIDR-SYNTAX')).toBe(text.replace('UNUSED', 'UNUSED, CIDR-SYNTAX'));
  });
});

test('a repair is preferred to silencing', async () => {
  await withClient({}, async (client) => {
    await client.open('a.knet', 'network lan { cidr 10.0.0.5/24 }\nhost h { in lan }\n');
    await client.settled();
    const found = await actions(client, 'a.knet', ['quickfix']);
    expect(found.map(({ title, isPreferred }) => [title, isPreferred === true])).toEqual([
      ['Write 10.0.0.0/24', true],
      ['Disable CIDR-SYNTAX for this line', false],
    ]);
  });
});
