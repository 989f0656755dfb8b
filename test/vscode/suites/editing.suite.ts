/// <reference types="mocha" />
import * as vscode from 'vscode';
import { MISTAKES } from '../../support/mistakes.ts';
import { equal, ok, until } from './expect.ts';
import { before, codeOf, show, write } from './files.ts';

const execute = <T>(command: string, ...args: unknown[]) => vscode.commands.executeCommand<T>(command, ...args);

const vpc = `vpc shop {
  provider alibaba
  cidr     10.0.0.0/16
  vSwitch zone-h { cidr 10.0.0.0/20 }
  vSwitch zone-i { cidr  }
}
`;

suite('completion', () => {
  test('offers the next free range first, and writes it', async () => {
    await write('free.knet', vpc);
    const editor = await show('free.knet');
    const at = before(editor.document, ' }', 1);
    const { items } = await until('a range', async () => {
      const found = await execute<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        editor.document.uri,
        at,
      );
      return found.items.some(({ label }) => label === '10.0.16.0/20') && found;
    });
    const [first] = [...items].sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
    equal(first!.label, '10.0.16.0/20');
    ok(first!.detail?.includes('next free /20'), `its detail: ${first!.detail}`);
    const range = first!.range instanceof vscode.Range ? first!.range : new vscode.Range(at, at);
    await editor.edit((edit) => edit.replace(range, '10.0.16.0/20'));
    ok(editor.document.getText().includes('vSwitch zone-i { cidr 10.0.16.0/20 }'), editor.document.getText());
    await editor.document.save();
  });
});

suite('rename', () => {
  test('changes the file that is imported, too', async () => {
    const base = await write('named.knet', 'network lan { cidr 192.168.7.0/24 }\n');
    await write('naming.knet', 'import "named.knet"\nhost h { in lan  ip 192.168.7.11 }\ntrace h -> lan\n');
    const { document } = await show('naming.knet');
    const at = before(document, 'lan', 0);
    const edit = await until('a renaming', async () => {
      // The command throws while the server has not read the imported file yet.
      const found = await execute<vscode.WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        document.uri,
        at,
        'office',
      ).then(undefined, () => undefined);
      return found?.size === 2 && found;
    });
    ok(await vscode.workspace.applyEdit(edit), 'the edit was refused');
    equal(document.getText(), 'import "named.knet"\nhost h { in office  ip 192.168.7.11 }\ntrace h -> office\n');
    const imported = await vscode.workspace.openTextDocument(base);
    equal(imported.getText(), 'network office { cidr 192.168.7.0/24 }\n');
    await vscode.workspace.saveAll();
  });
});

suite('repairing all of a file', () => {
  test('leaves no problem that has a repair', async () => {
    const uri = await write('mistakes.knet', MISTAKES);
    const { document } = await show('mistakes.knet');
    const wrong = () =>
      vscode.languages.getDiagnostics(uri).filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning);
    const codes = () => wrong().map(codeOf);
    await until('the mistakes', () => codes().includes('SUBNET-OUTSIDE'));
    await execute('editor.action.fixAll');
    await until('no mistake', () => codes().length === 0);
    ok(document.getText().includes('node n { in shop/a  ip 10.0.0.11 }'), document.getText());
    await document.save();
  });
});

suite('inlay hints', () => {
  test('tell what a range holds and what a Service has been given', async () => {
    const { document } = await show('ack-flannel.knet');
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const labels = await until('hints', async () => {
      const hints = await execute<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, all);
      return (
        hints.length > 0 &&
        hints.map(({ label }) => (typeof label === 'string' ? label : label.map(({ value }) => value).join('')))
      );
    });
    ok(
      labels.some((label) => /^4,092 usable, \d+ used$/.test(label)),
      `no hint on a vSwitch: ${labels.join(' | ')}`,
    );
    ok(
      labels.some((label) => /^172\.21\.\d+\.\d+, .*3 endpoints$/.test(label)),
      `no hint on a Service: ${labels.join(' | ')}`,
    );
  });

  test('can be switched off, each kind by itself', async () => {
    const { document } = await show('ack-flannel.knet');
    const settings = vscode.workspace.getConfiguration('knet.inlayHints', document);
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = () => execute<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, all);
    const before = (await until('hints', async () => (await hints()).length)) as number;
    await settings.update('ranges', false, vscode.ConfigurationTarget.Workspace);
    await until('fewer hints', async () => (await hints()).length < before);
    await settings.update('ranges', undefined, vscode.ConfigurationTarget.Workspace);
    await until('all hints', async () => (await hints()).length === before);
  });
});

suite('formatting', () => {
  test('puts the white space where the examples have it', async () => {
    const uri = await write(
      'untidy.knet',
      'network lan{cidr 10.0.0.0/24}\ncluster c {\npodCIDR 10.244.0.0/16\n serviceCIDR    10.96.0.0/12\n}\n',
    );
    const { document } = await show('untidy.knet');
    const edits = await until('edits', async () =>
      execute<vscode.TextEdit[]>('vscode.executeFormatDocumentProvider', uri, { tabSize: 2, insertSpaces: true }),
    );
    const edit = new vscode.WorkspaceEdit();
    edit.set(uri, edits);
    ok(await vscode.workspace.applyEdit(edit), 'the edit was refused');
    equal(
      document.getText(),
      'network lan { cidr 10.0.0.0/24 }\ncluster c {\n  podCIDR     10.244.0.0/16\n  serviceCIDR 10.96.0.0/12\n}\n',
    );
    await document.save();
  });
});
