/// <reference types="mocha" />
import * as vscode from 'vscode';
import { equal, ok, until } from './expect.ts';
import { before, show, write } from './files.ts';

const execute = <T>(command: string, ...args: unknown[]) => vscode.commands.executeCommand<T>(command, ...args);

const model = `network lan { cidr 192.168.7.0/24 }
host a { in lan  ip 192.168.7.11 }
host b { in lan  ip 192.168.7.12 }

trace  a -> b ICMP
expect a can reach b ICMP
expect a cannot reach b ICMP
`;

const traceTabs = () =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === 'knet-trace');

/** The trace that has the focus. */
const shownTrace = () => {
  const editor = vscode.window.activeTextEditor;
  return editor?.document.uri.scheme === 'knet-trace' && editor;
};

/** The lenses of a file with their words, when every one of them has some. */
async function lensesOf(uri: vscode.Uri): Promise<vscode.CodeLens[] | undefined> {
  const lenses = await execute<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 99);
  const known = lenses.every(({ command }) => command && !command.title.startsWith('…'));
  return lenses.length > 0 && known ? lenses : undefined;
}

async function open(name: string, text = model): Promise<vscode.TextDocument> {
  await write(name, text);
  return (await show(name)).document;
}

/** Shows the trace of the first line that holds a text. */
async function openTrace(document: vscode.TextDocument, text: string): Promise<vscode.TextDocument> {
  await execute('knet.showTrace', document.uri.toString(), before(document, text).line);
  return (await until('the trace', shownTrace)).document;
}

async function replace(document: vscode.TextDocument, old: string, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const start = before(document, old);
  edit.replace(document.uri, new vscode.Range(start, document.positionAt(document.offsetAt(start) + old.length)), text);
  ok(await vscode.workspace.applyEdit(edit), 'the edit was refused');
}

suite('a trace', () => {
  teardown(async () => {
    await vscode.window.tabGroups.close(traceTabs());
    await vscode.workspace.saveAll();
  });

  test('is offered above each statement, with its outcome, and to be played', async () => {
    const document = await open('lenses.knet');
    const lenses = await until('lenses', () => lensesOf(document.uri));
    equal(
      // Those that need no work come first, wherever they stand.
      lenses.map(({ range, command }) => `${range.start.line} ${command!.title}`).sort(),
      [
        '4 DELIVERED · show trace',
        '4 play',
        '5 holds, DELIVERED · show trace',
        '5 play',
        '6 fails, DELIVERED · show trace',
        '6 play',
      ],
    );
  });

  test('is not offered where somebody has switched it off', async () => {
    const document = await open('lenses.knet');
    const settings = vscode.workspace.getConfiguration('knet.codeLens', document);
    await until('lenses', () => lensesOf(document.uri));
    const count = async () => (await execute<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri)).length;
    await settings.update('enabled', false, vscode.ConfigurationTarget.Workspace);
    await until('no lens', async () => (await count()) === 0);
    await settings.update('enabled', undefined, vscode.ConfigurationTarget.Workspace);
    await until('all lenses', async () => (await count()) === 6);
  });

  test('opens from its lens beside the text: read-only, in its language, with every header', async () => {
    const source = await open('opened.knet');
    const lenses = await until('lenses', () => lensesOf(source.uri));
    const fails = lenses.find(({ command }) => command!.title.startsWith('fails'));
    await execute(fails!.command!.command, ...fails!.command!.arguments!);
    const editor = await until('the trace', shownTrace);
    const { document } = editor;
    equal(document.languageId, 'knet-trace');
    ok(editor.viewColumn !== vscode.ViewColumn.One, 'it covers the text');
    equal(vscode.workspace.fs.isWritableFileSystem('knet-trace') ?? false, false);
    const lines = document.getText().split('\n');
    equal(lines[0], 'DELIVERED a -> b ICMP');
    ok(lines[2]!.startsWith('fails: '), `the verdict: ${lines[2]}`);
    for (const part of ['        Ethernet ', '        IP       192.168.7.11 > 192.168.7.12, ttl 64', '        ICMP '])
      ok(
        lines.some((line) => line.startsWith(part)),
        `no line begins with "${part}":\n${document.getText()}`,
      );
  });

  test('opens for the statement at the cursor, and once', async () => {
    const source = await open('cursor.knet');
    for (let times = 0; times < 2; times++) {
      const editor = await vscode.window.showTextDocument(source, vscode.ViewColumn.One);
      const at = before(source, 'b ICMP');
      editor.selection = new vscode.Selection(at, at);
      await execute('knet.showTrace');
      await until('the trace', shownTrace);
    }
    equal(
      traceTabs().map(({ label }) => label),
      ['trace a -> b ICMP.knet-trace'],
    );
  });

  test('follows the model, and its statement when that is edited', async () => {
    const source = await open('followed.knet');
    const { uri } = await openTrace(source, 'trace');
    const shows = (text: string) => () =>
      vscode.workspace.textDocuments
        .find((one) => one.uri.toString() === uri.toString())
        ?.getText()
        .includes(text);
    await replace(source, '192.168.7.12', '192.168.7.99');
    await until('the new address', shows('192.168.7.11 > 192.168.7.99'));
    await replace(source, 'network lan', '// above\nnetwork lan');
    await until('the new line', shows('followed.knet:6:1'));
    await replace(source, 'b ICMP', 'b:81/TCP');
    await until('the new question', shows('trace a -> b:81/TCP'));
    await replace(source, 'trace  a -> b:81/TCP', '');
    await until('that it is gone', shows('gone'));
    ok(shows('trace a -> b:81/TCP')(), 'nothing is left of it');
  });

  test('leads from a rule to where it is declared', async () => {
    const source = await show('flannel-vxlan.knet');
    const trace = await openTrace(source.document, 'trace ');
    const links = await execute<vscode.DocumentLink[]>('vscode.executeLinkProvider', trace.uri);
    const line = trace
      .getText()
      .split('\n')
      .findIndex((text) => text.includes('route 10.244.2.0/24 via 10.244.2.0 dev flannel.1'));
    const link = links.find(({ range }) => range.start.line === line);
    ok(link?.target, 'the route has no link');
    equal(trace.getText(link.range), 'flannel-vxlan.knet:10:13');
    const [place] = JSON.parse(decodeURIComponent(link.target.query));
    await execute(link.target.path, place);
    const editor = vscode.window.activeTextEditor!;
    equal(editor.document.uri.toString(), source.document.uri.toString());
    equal(editor.viewColumn, vscode.ViewColumn.One);
    equal([editor.selection.isEmpty, editor.selection.active.line, editor.selection.active.character], [true, 9, 12]);
  });

  test('has an outline of ways, machines and steps, by which it folds', async () => {
    const { document } = await show('flannel-vxlan.knet');
    const trace = await openTrace(document, 'trace ');
    const symbols = await until('an outline', async () =>
      execute<vscode.DocumentSymbol[] | undefined>('vscode.executeDocumentSymbolProvider', trace.uri),
    );
    equal(
      symbols.map(({ name, children }) => [name, ...children.map((hop) => `${hop.name} ${hop.detail}`)]),
      [
        ['request', 'default/a pod', 'node-a node', 'cluster-lan segment', 'node-b node', 'default/b pod'],
        ['reply', 'default/b pod', 'node-b node', 'cluster-lan segment', 'node-a node', 'default/a pod'],
      ],
    );
  });
});
