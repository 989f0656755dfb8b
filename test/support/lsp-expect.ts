import { expect } from 'vitest';
import type { CompletionItem, Diagnostic } from 'vscode-languageserver-types';
import type { Client } from './lsp.ts';
import { cursorOf, readMarks } from './marked.ts';

/** A slow machine may have no time for all of a hover; what it worked out it knows when it is asked again. */
const PATIENCE = 20;

/** The hover at the cursor of a text is Markdown that holds all these pieces, in this order. */
export async function expectHover(client: Client, marked: string, ...pieces: string[]): Promise<string> {
  const source = readMarks(marked);
  await client.open('hover.knet', source.text);
  const value = await wholeHover(client, source);
  await client.close('hover.knet');
  let from = 0;
  for (const piece of pieces) {
    const at = value.indexOf(piece, from);
    expect(at, `"${piece}" in:\n${value}`).toBeGreaterThanOrEqual(0);
    from = at + piece.length;
  }
  return value;
}

async function wholeHover(client: Client, source: ReturnType<typeof readMarks>): Promise<string> {
  let value = '';
  for (let asked = 0; asked < PATIENCE; asked++) {
    const found = await client.hover('hover.knet', cursorOf(source));
    value = (found?.contents as { value?: string } | undefined)?.value ?? '(no hover)';
    if (!value.includes('_Partial: ')) break;
  }
  return value;
}

/** A text has exactly these diagnostics, each in the marked range of its position in the list. */
export async function expectDiagnostics(client: Client, marked: string, ...codes: string[]): Promise<Diagnostic[]> {
  const source = readMarks(marked);
  await client.open('diagnostics.knet', source.text);
  const found = await client.diagnosticsOf('diagnostics.knet');
  await client.close('diagnostics.knet');
  const shown = found.map(({ code, range }) => ({ code, range }));
  expect(shown).toEqual(codes.map((code, index) => ({ code, range: source.ranges[index] })));
  return found;
}

/** What is offered at the cursor of a text: labels. */
export async function completionsAt(client: Client, marked: string): Promise<CompletionItem[]> {
  const source = readMarks(marked);
  await client.open('completion.knet', source.text);
  const items = await client.completion('completion.knet', cursorOf(source));
  await client.close('completion.knet');
  return items;
}
