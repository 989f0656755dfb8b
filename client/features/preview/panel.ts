import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { DIAGRAM, type DiagramParams, type DiagramResult, type PlayQuestion } from '../../../server/protocol.ts';
import { revealPlace } from '../reveal/reveal.ts';
import { sendCard } from './card.ts';
import { exporting } from './exporting.ts';
import { follow } from './follow.ts';
import { latest } from './latest.ts';
import type { End, FromPage, ImageFormat, Shown, ToPage } from './messages.ts';
import { pageOf, webviewFolder } from './page.ts';
import { playing } from './playing.ts';
import { openSource } from './source.ts';

/** An open preview. */
export interface Preview {
  readonly panel: vscode.WebviewPanel;
  /** Draws this document from now on. */
  show(document: vscode.Uri): void;
  /** Draws again when the document is the one shown (or always, when none is named). */
  refresh(document?: vscode.Uri): void;
  /** What is shown. */
  readonly document: vscode.Uri | undefined;
  /** True while it stays with its document, whichever editor is active. */
  readonly pinned: boolean;
  pin(pinned: boolean): void;
  /** The picture as a file. Rejects where there is none. */
  image(format: ImageFormat): Promise<Uint8Array>;
  /** Plays a trace of the document in the picture of its topology. */
  play(question: PlayQuestion): void;
  /** A box was chosen as one end of a trace. */
  choose(end: End, box: string): void;
}

type Picture = Extract<ToPage, { readonly type: 'picture' }>;
type Answer = Extract<ToPage, { readonly type: 'picture' | 'patch' | 'note' }>;

const TOPOLOGY: Shown = { view: 'topology', open: [], closed: [] };

/** Fills a panel with the diagram of a document. */
export function openPreview(panel: vscode.WebviewPanel, client: BaseLanguageClient, extension: vscode.Uri): Preview {
  let document: vscode.Uri | undefined;
  let shown = TOPOLOGY;
  let last: Picture | undefined;
  /** The version of the picture that the page has; a patch is asked for to that. */
  let have: string | undefined;
  let pinned = false;
  const player = playing(client);

  const send = (message: ToPage) => void panel.webview.postMessage(message);
  const images = exporting(send);
  const following = follow(client, () => document, send);
  const draw = latest(async () => {
    const [uri, asked] = [document, shown];
    if (!uri || !client.isRunning()) return;
    const played = await player.ask(uri, asked);
    const message = await ask(client, uri, asked, have, played?.playback?.outside);
    // The answer may come after the reader has gone on to another file.
    if (uri.toString() !== document?.toString()) return;
    if (message.type !== 'note') have = message.version;
    if (message.type !== 'note') last = message.type === 'picture' ? message : undefined;
    send(message);
    if (played) send(played);
    following.refresh();
  });

  panel.webview.onDidReceiveMessage(receive);
  panel.onDidDispose(() => following.dispose());
  panel.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(extension)] };
  panel.webview.html = pageOf(panel.webview, extension);

  function receive(message: FromPage): void {
    if (message.type === 'ready') greet(message);
    if (message.type === 'show') look(message.shown);
    if (message.type === 'open' && document) void openSource(client, document, message.id, panel.viewColumn);
    if (message.type === 'card') void sendCard(client, () => document, message.id, send);
    if (message.type === 'pin') pin(message.pinned);
    if (message.type === 'save') void vscode.commands.executeCommand('knet.exportDiagram');
    if (message.type === 'exported') images.receive(message.format, message.content);
    if (message.type === 'reveal') void revealPlace(message.place, panel.viewColumn);
    if (message.type === 'play') play(message.question);
  }

  /** A page that has just loaded gets what it would have, and a fresh picture behind that. */
  function greet(page: Extract<FromPage, { readonly type: 'ready' }>): void {
    shown = page.shown ?? shown;
    pin(pinned);
    player.resume(page.played);
    have = last?.version;
    if (last) send(last);
    void draw();
  }

  function look(next: Shown): void {
    // Another view is another picture: a patch would leave the page looking at the place of the last.
    if (next.view !== shown.view) have = undefined;
    shown = next;
    void draw();
  }

  function play(question: PlayQuestion | undefined): void {
    if (question && shown.view !== 'topology') {
      shown = TOPOLOGY;
      have = undefined;
    }
    player.play(question);
    void draw();
  }

  function pin(value: boolean): void {
    pinned = value;
    name();
    send({ type: 'pinned', pinned });
  }

  function name(): void {
    const file = document?.path.split('/').at(-1) ?? '';
    panel.title = pinned ? vscode.l10n.t('Diagram of {0} (pinned)', file) : vscode.l10n.t('Diagram of {0}', file);
  }

  return {
    panel,
    pin,
    image: (format) => images.ask(format),
    get document() {
      return document;
    },
    get pinned() {
      return pinned;
    },
    play,
    choose: (end, box) => send({ type: 'end', end, box }),
    show(uri) {
      if (document?.toString() === uri.toString()) return;
      // What was opened and closed is of the other file; the view is the reader's choice.
      if (document) shown = { ...TOPOLOGY, view: shown.view };
      if (document) player.play(undefined);
      document = uri;
      last = undefined;
      have = undefined;
      name();
      void draw();
    },
    refresh(uri) {
      if (!uri || uri.toString() === document?.toString()) void draw();
    },
  };
}

/** The picture, or why there is none. Never rejects: a server that fails costs a picture, not the preview. */
async function ask(
  client: BaseLanguageClient,
  document: vscode.Uri,
  shown: Shown,
  have: string | undefined,
  internet = false,
): Promise<Answer> {
  const uri = document.toString();
  const params: DiagramParams = { uri, ...shown, have, internet };
  const result = await client.sendRequest<DiagramResult | null>(DIAGRAM, params).catch(() => null);
  if (!result) return { type: 'note', note: vscode.l10n.t('There is no picture of this text yet.') };
  const { version, svg, patch } = result;
  const note = noteOn(result, shown);
  if (patch && have !== undefined) return { type: 'patch', from: have, version, patch, note };
  return { type: 'picture', uri, version, svg: svg ?? '', note, view: shown.view };
}

function noteOn({ empty, partial }: DiagramResult, { view }: Shown): string {
  if (partial) return vscode.l10n.t('The text has errors: this is what could be read of it.');
  if (!empty) return '';
  if (view === 'policies') return vscode.l10n.t('No NetworkPolicy of this file isolates a pod.');
  if (view === 'services') return vscode.l10n.t('This file declares no Service.');
  return vscode.l10n.t('This file declares nothing that could be drawn.');
}
