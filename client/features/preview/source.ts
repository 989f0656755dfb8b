import type * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { LOCATE, type LocateParams, type LocateResult } from '../../../server/protocol.ts';
import { revealPlace } from '../reveal/reveal.ts';

/** Shows where the object behind a box is declared, in the column where its file is open already, else beside the preview. */
export async function openSource(
  client: BaseLanguageClient,
  document: vscode.Uri,
  id: string,
  preview: vscode.ViewColumn | undefined,
): Promise<void> {
  const params: LocateParams = { uri: document.toString(), id };
  const place = await client.sendRequest<LocateResult>(LOCATE, params).catch(() => null);
  if (place) await revealPlace(place, preview);
}
