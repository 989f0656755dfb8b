import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { PLAY, type PlayParams, type PlayQuestion, type PlayReply } from '../../../server/protocol.ts';
import type { Shown, ToPage } from './messages.ts';

type PlaybackMessage = Extract<ToPage, { type: 'playback' }>;

/** What is played in a preview: asked for again with every picture, so that it follows the text. */
export interface Playing {
  /** Plays another trace from now on, or none. */
  play(question: PlayQuestion | undefined): void;
  /** Goes on with what the page kept over a reload. */
  resume(question: PlayQuestion | undefined): void;
  /** What the page has to be told; undefined when nothing is played, or nobody can say: what it knows stays. */
  ask(document: vscode.Uri, shown: Shown): Promise<PlaybackMessage | undefined>;
}

export function playing(client: BaseLanguageClient): Playing {
  let question: PlayQuestion | undefined;
  let fresh = false;
  /** The page knows that nothing is played. A page that is loaded again says what it knows itself. */
  let told = true;

  async function ask(document: vscode.Uri, { open, closed }: Shown): Promise<PlaybackMessage | undefined> {
    if (!question) {
      const silent = told;
      told = true;
      return silent ? undefined : { type: 'playback', playback: undefined, fresh: false };
    }
    const asked = question;
    const params: PlayParams = { uri: document.toString(), question, open, closed };
    const reply = await client.sendRequest<PlayReply>(PLAY, params).catch(() => undefined);
    if (asked !== question) return undefined;
    if (fresh && reply !== undefined && !reply?.playback) complain(reply?.problem);
    if (!reply?.playback) {
      if (fresh && reply !== undefined) question = undefined;
      return undefined;
    }
    const { statement } = reply.playback;
    if (statement) question = statement;
    const message: PlaybackMessage = { type: 'playback', playback: reply.playback, fresh };
    fresh = false;
    told = false;
    return message;
  }

  return {
    ask,
    play(next) {
      question = next;
      fresh = next !== undefined;
    },
    resume(next) {
      question ??= next;
    },
  };
}

function complain(problem: string | undefined): void {
  const text = problem
    ? vscode.l10n.t('There is nothing to play: {0}.', problem)
    : vscode.l10n.t('There is no complete trace or expect statement here.');
  void vscode.window.showInformationMessage(text);
}
