/// <reference types="mocha" />
import * as vscode from 'vscode';
import { equal, until } from './expect.ts';
import { codeOf, show, write } from './files.ts';

const previews = () =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('knet.preview'));

suite('the preview', () => {
  suiteTeardown(() => vscode.window.tabGroups.close(previews()));

  test('opens beside the text, leaves the text its focus, and is one', async () => {
    const { document } = await show('flannel-vxlan.knet');
    await vscode.commands.executeCommand('knet.showPreview');
    await vscode.commands.executeCommand('knet.showPreview');
    await until('the preview', () => previews().some(({ label }) => label === 'Diagram of flannel-vxlan.knet'));
    equal(previews().length, 1);
    equal(vscode.window.activeTextEditor?.document.uri.toString(), document.uri.toString());
  });

  test('follows the editor to another file', async () => {
    await show('ack-flannel.knet');
    await until('the new title', () => previews().some(({ label }) => label === 'Diagram of ack-flannel.knet'));
  });
});

suite('restarting the server', () => {
  test('checks the open files anew', async () => {
    const uri = await write('restart.knet', 'network lan { cidr 10.0.0.5/8 }\n');
    await show('restart.knet');
    const codes = () => vscode.languages.getDiagnostics(uri).map(codeOf);
    await until('a diagnostic', () => codes().includes('CIDR-SYNTAX'));
    await vscode.commands.executeCommand('knet.restartServer');
    await until('a diagnostic after the restart', () => codes().includes('CIDR-SYNTAX'));
  });
});
