/// <reference types="mocha" />
import * as vscode from 'vscode';
import { equal, ok } from './expect.ts';

suite('the extension', () => {
  test('is there and becomes active when a .knet file is opened', async () => {
    const extension = vscode.extensions.getExtension('knet.knet');
    ok(extension, 'knet.knet is not installed');
    const [file] = await vscode.workspace.findFiles('**/flannel-vxlan.knet');
    ok(file, 'the workspace has no flannel-vxlan.knet');
    const document = await vscode.workspace.openTextDocument(file);
    equal(document.languageId, 'knet');
    await extension.activate();
    ok(extension.isActive, 'not active');
  });
});
