/// <reference types="mocha" />
import * as vscode from 'vscode';
import { equal, until } from './expect.ts';
import { codeOf, folder, show, write } from './files.ts';

const previews = () =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('knet.preview'));

const labels = () => previews().map(({ label }) => label);
/** What follows an editor does so at once; this is enough to see that it does not. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 500));

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

  test('stays with its file while it is pinned', async () => {
    await vscode.commands.executeCommand('knet.togglePreviewPin');
    await until('the pin in the title', () => labels().includes('Diagram of ack-flannel.knet (pinned)'));
    await show('flannel-vxlan.knet');
    await settled();
    equal(labels().join(), 'Diagram of ack-flannel.knet (pinned)');
    await vscode.commands.executeCommand('knet.togglePreviewPin');
    await show('ack-flannel.knet');
    await show('flannel-vxlan.knet');
    await until('the other file', () => labels().includes('Diagram of flannel-vxlan.knet'));
  });

  for (const [ending, begin] of [
    ['svg', '<svg'],
    ['png', '\u0089PNG'],
  ] as const) {
    // biome-ignore format: a table
    test(`is saved as ${ending.toUpperCase()}`, async function () {
      this.timeout(40_000);
      await show('ack-flannel.knet');
      await vscode.commands.executeCommand('knet.showPreview');
      const file = vscode.Uri.joinPath(folder(), `saved.${ending}`);
      let head = '';
      await until('the picture in the file', async () => {
        await vscode.commands.executeCommand('knet.exportDiagram', file);
        const bytes = await vscode.workspace.fs.readFile(file).then((found) => found, () => new Uint8Array()); // biome-ignore format: one thought
        head = String.fromCharCode(...bytes.slice(0, begin.length));
        return head === begin;
      }, 35_000);
      equal(head, begin);
    });
  }
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
