import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { LOCATE, type LocateParams, type LocateResult } from '../../../server/protocol.ts';

/** Shows where the object behind a box is declared, in the column where its file is open already, else beside the preview. */
export async function openSource(
  client: BaseLanguageClient,
  document: vscode.Uri,
  id: string,
  preview: vscode.ViewColumn | undefined,
): Promise<void> {
  const params: LocateParams = { uri: document.toString(), id };
  const place = await client.sendRequest<LocateResult>(LOCATE, params).catch(() => null);
  if (!place) return;
  const uri = vscode.Uri.parse(place.uri);
  const { start, end } = place.range;
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  await vscode.window.showTextDocument(uri, { selection, viewColumn: columnOf(uri, preview) });
}

function columnOf(uri: vscode.Uri, preview: vscode.ViewColumn | undefined): vscode.ViewColumn {
  const groups = vscode.window.tabGroups.all;
  const holds = ({ input }: vscode.Tab) =>
    input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
  const open = groups.find(({ tabs }) => tabs.some(holds)) ?? groups.find(({ viewColumn }) => viewColumn !== preview);
  return open?.viewColumn ?? vscode.ViewColumn.Beside;
}
