/// <reference types="mocha" />
import * as vscode from 'vscode';
import { ok, until } from './expect.ts';
import { before, show } from './files.ts';

async function hoverText(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  const contents = hovers.flatMap(({ contents }) => contents);
  return contents.map((one) => (typeof one === 'string' ? one : one.value)).join('\n');
}

/** Fails unless the hover over the `nth` occurrence of a word contains all of these. */
async function expectHover(word: string, nth: number, parts: readonly string[]): Promise<void> {
  const { document } = await show('flannel-vxlan.knet');
  const text = await until(`a hover on ${word}`, () => hoverText(document, before(document, word, nth)));
  for (const part of parts) ok(text.includes(part), `the hover on ${word} lacks "${part}":\n${text}`);
}

suite('hover', () => {
  test('over a trace shows the way of the packet through the tunnel', () =>
    expectHover('trace ', 0, ['DELIVERED', 'flannel.1', 'cni0', 'VXLAN', 'node-a', 'node-b']));

  test('over a keyword explains it', () => expectHover('serviceCIDR', 0, ['service']));

  test('over a name shows the object', () => expectHover('node-b', 0, ['node-b', '10.244.2.0/24']));
});
