import * as vscode from 'vscode';
import type { Place } from '../../../server/protocol.ts';

/** How long a place that was jumped to stands out, in milliseconds: long enough for an eye that comes from elsewhere. */
const STANDS_OUT = 1500;

/**
 * Shows a place of a file: in the column where the file is open already, else in another than `from`. The cursor goes
 * before it and nothing is selected, so that the next key deletes nothing; the place stands out for a moment.
 */
export async function revealPlace({ uri, range }: Place, from: vscode.ViewColumn | undefined): Promise<void> {
  const file = vscode.Uri.parse(uri);
  const { start, end } = range;
  const place = new vscode.Range(start.line, start.character, end.line, end.character);
  const selection = new vscode.Range(place.start, place.start);
  const editor = await vscode.window.showTextDocument(file, { selection, viewColumn: columnOf(file, from) });
  editor.revealRange(place, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  standOut(editor, place);
}

function columnOf(uri: vscode.Uri, from: vscode.ViewColumn | undefined): vscode.ViewColumn {
  const groups = vscode.window.tabGroups.all;
  const holds = ({ input }: vscode.Tab) =>
    input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
  const open = groups.find(({ tabs }) => tabs.some(holds)) ?? groups.find(({ viewColumn }) => viewColumn !== from);
  return open?.viewColumn ?? vscode.ViewColumn.Beside;
}

/** As what the editor itself jumps to from its list of symbols; in high contrast that is an outline. */
function standOut(editor: vscode.TextEditor, place: vscode.Range): void {
  const decoration = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.symbolHighlightBackground'),
    outline: '1px solid',
    outlineColor: new vscode.ThemeColor('editor.symbolHighlightBorder'),
  });
  editor.setDecorations(decoration, [place]);
  setTimeout(() => decoration.dispose(), STANDS_OUT);
}
