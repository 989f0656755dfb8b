/// <reference types="mocha" />
import * as vscode from 'vscode';
import { equal, ok, until } from './expect.ts';
import { codeOf, show, write } from './files.ts';

const hostBits = `network lan { cidr 192.168.7.0/24 }
cluster c {
  podCIDR     10.0.0.5/8
  serviceCIDR 172.20.0.0/16
  node n { in lan  ip 192.168.7.11 }
}
`;

const diagnosed = (uri: vscode.Uri) =>
  until('a diagnostic', () => {
    const found = vscode.languages.getDiagnostics(uri);
    return found.length > 0 && found;
  });

suite('diagnostics', () => {
  test('an example has no problem', async () => {
    const { document } = await show('flannel-vxlan.knet');
    await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
    equal(vscode.languages.getDiagnostics(document.uri).map(codeOf), []);
  });

  test('host bits are underlined where they stand, with the documentation page of the check', async () => {
    const uri = await write('host-bits.knet', hostBits);
    const { document } = await show('host-bits.knet');
    const [first, ...more] = await diagnosed(uri);
    equal(more.map(codeOf), []);
    equal(codeOf(first!), 'CIDR-SYNTAX');
    equal(document.getText(first!.range), '10.0.0.5/8');
    equal(first!.severity, vscode.DiagnosticSeverity.Error);
    ok(typeof first!.code === 'object', 'the code leads to no page');
  });

  test('the quick fix masks them, and the problem is gone', async () => {
    const uri = await write('to-mend.knet', hostBits);
    const { document } = await show('to-mend.knet');
    const [problem] = await diagnosed(uri);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      problem!.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = actions.find(({ edit }) => edit);
    ok(fix?.edit, 'no quick fix with an edit');
    ok(await vscode.workspace.applyEdit(fix.edit), 'the edit was refused');
    ok(document.getText().includes('10.0.0.0/8'), `not masked: ${document.getText()}`);
    await until('no diagnostic', () => vscode.languages.getDiagnostics(uri).length === 0);
    await document.save();
  });
});
