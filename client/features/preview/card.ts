import type * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { CARD, type CardParams, type CardResult } from '../../../server/protocol.ts';
import type { ToPage } from './messages.ts';

/** Sends the page what the editor's hover says of a box; nothing when the reader has gone on to another file meanwhile. */
export async function sendCard(
  client: BaseLanguageClient,
  document: () => vscode.Uri | undefined,
  id: string,
  send: (message: ToPage) => void,
): Promise<void> {
  const uri = document()?.toString();
  if (uri === undefined || !client.isRunning()) return;
  const params: CardParams = { uri, id };
  const markdown = await client.sendRequest<CardResult>(CARD, params).catch(() => null);
  if (markdown && uri === document()?.toString()) send({ type: 'card', id, markdown });
}
