/// <reference types="mocha" />
import * as vscode from 'vscode';
import { equal, ok, until } from './expect.ts';
import { codeOf, show, write } from './files.ts';
import { UNMATCHED_MODEL, UNMATCHED_POLICY, UNMATCHED_WORKLOADS } from './unmatched.ts';

const FOLDER = 'unmatched';
const POLICY = `${FOLDER}/k8s/netpol.yaml`;

/** The texts that are underlined in a document, with their codes. */
function underlined(document: vscode.TextDocument): string[] {
  const found = vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'knet');
  return found.map((one) => `${codeOf(one)} ${document.getText(one.range)}`).sort();
}

const PEERS = ['NP-NO-MATCH effect: "NoSchedule"', 'NP-NO-MATCH release : "stable"'];

/** Opens the model, which makes knet look at its manifests, and then the policy. */
async function openPolicy(): Promise<vscode.TextEditor> {
  await write(`${FOLDER}/k8s/ns_and_deployments.yaml`, UNMATCHED_WORKLOADS);
  await write(POLICY, UNMATCHED_POLICY);
  await write(`${FOLDER}/main.knet`, UNMATCHED_MODEL);
  await show(`${FOLDER}/main.knet`);
  return show(POLICY);
}

suite('manifests', () => {
  test('peers that match nothing are underlined in the YAML that a model takes in', async () => {
    const { document } = await openPolicy();
    equal(document.languageId, 'yaml');
    const found = await until('three peers', () => {
      const all = underlined(document);
      return all.length >= 3 && all;
    });
    for (const peer of PEERS) ok(found.includes(peer), `${peer} is not among ${found.join(' | ')}`);
    equal(found.length, 3);
  });

  test('a changed podSelector underlines the policy, and undo clears it', async () => {
    const editor = await openPolicy();
    const { document } = editor;
    const before = await until('three peers', () => underlined(document).length === 3 && underlined(document));
    const offset = document.getText().indexOf('a-app');
    const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + 'a-app'.length));
    ok(await editor.edit((edit) => edit.replace(range, 'b-app')), 'the edit was refused');
    await until('the policy underlined', () => underlined(document).includes('NP-NO-MATCH app: b-app'));
    await vscode.commands.executeCommand('undo');
    await until('as before', () => underlined(document).join() === before.join());
    ok(!document.isDirty || document.getText() === UNMATCHED_POLICY, 'undo left something');
  });

  test('a hover over the policy says what it does; the rest of the file is the editor’s', async () => {
    const { document } = await openPolicy();
    await until('diagnostics', () => underlined(document).length === 3);
    const at = document.positionAt(document.getText().indexOf('combined-ingress-rules') + 2);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      at,
    );
    const text = hovers.flatMap(({ contents }) => contents.map((one) => (typeof one === 'string' ? one : one.value)));
    ok(text.join('\n').includes('hello-world/combined-ingress-rules'), text.join('\n'));
    const symbols = await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
    ok(symbols === undefined || (Array.isArray(symbols) && symbols.length === 0), JSON.stringify(symbols));
  });
});
