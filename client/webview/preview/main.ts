import './preview.css';
import './player.css';
import './card/card.css';
import type { PlayQuestion } from '../../../server/protocol.ts';
import type { FromPage, ImageFormat, PageState, Shown, ToPage } from '../../features/preview/messages.ts';
import { createCard } from './card/card.ts';
import { createEnds } from './ends.ts';
import { refolded } from './folding.ts';
import { listen } from './gestures.ts';
import { light, type Marked, mark } from './marks.ts';
import { createPlayer } from './player/player.ts';
import { listenToSearch } from './search.ts';
import { createStage } from './stage.ts';
import { listenToTools } from './tools.ts';

/** Given to every webview by VS Code; it can be asked for once. */
declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): PageState | undefined;
  setState(state: PageState): void;
};

const vscode = acquireVsCodeApi();
const part = <E extends HTMLElement>(id: string) => document.getElementById(id) as E;

const state = vscode.getState();
let uri = state?.uri;
/** Of the picture that is shown. */
let version: string | undefined;
let shown: Shown = state?.shown ?? { view: 'topology', open: [], closed: [] };
const stage = createStage(part('stage'), state?.view, () => {
  remember();
  player.rescale();
});
const note = part('note');
/** What is to be known of the picture. */
let noted = '';
const views = part<HTMLSelectElement>('view');
const marked: Marked = { lit: [], marks: [] };
let pinned = state?.pinned ?? false;
let played: PlayQuestion | undefined = state?.played;
const player = createPlayer(stage, state?.player, {
  reveal: (place) => vscode.postMessage({ type: 'reveal', place }),
  close: () => play(undefined),
  changed: remember,
});
const ends = createEnds(stage, JSON.parse(part('player').dataset.texts ?? '{}'), say, (from, to) => play({ from, to }));

function remember(): void {
  vscode.setState({ uri, shown, pinned, view: stage.view, played, player: player.state });
}

/** Asks for another trace to be played, or for none. */
function play(question: PlayQuestion | undefined): void {
  played = question;
  if (!question) {
    player.show(undefined, false);
    stage.element.focus();
  }
  vscode.postMessage({ type: 'play', question });
  remember();
}

/** A statement is found again by how it is written now. */
function receivePlayback({ playback, fresh }: Message<'playback'>): void {
  played = playback && (playback.statement ?? played);
  player.show(playback, fresh);
  remember();
}

/** Says something until there is something else to say: what is to be known of the picture, or what is to be done next. */
function say(text: string): void {
  const all = text || noted || ends.hint;
  note.textContent = all;
  note.hidden = all === '';
}

function show(text: string): void {
  noted = text;
  say('');
}

function showPinned(value: boolean): void {
  pinned = value;
  part('pin').setAttribute('aria-pressed', String(pinned));
  remember();
}

/** Asks for what is shown to be shown differently. */
function change(next: Shown): void {
  shown = next;
  remember();
  vscode.postMessage({ type: 'show', shown });
}

type Message<T extends ToPage['type']> = Extract<ToPage, { readonly type: T }>;

/** What is done with each message of the extension. */
const received: { readonly [T in ToPage['type']]: (message: Message<T>) => void } = {
  picture: receivePicture,
  patch: advance,
  playback: receivePlayback,
  note: (message) => show(message.note),
  light: ({ boxes }) => light(stage.element, marked, boxes),
  marks: ({ marks }) => mark(stage.element, marked, marks),
  card: ({ id, markdown }) => card.show(id, markdown),
  pinned: (message) => showPinned(message.pinned),
  end: ({ end, box }) => ends.choose(end, box),
  export: ({ format }) => void exportImage(format),
};

const receive = (message: ToPage) => (received[message.type] as (message: ToPage) => void)(message);

async function exportImage(format: ImageFormat): Promise<void> {
  vscode.postMessage({ type: 'exported', format, content: await stage.image(format) });
}

/** Of another document, or another view of one, nothing is folded. */
function receivePicture(message: Message<'picture'>): void {
  noted = message.note;
  const same = (uri === undefined || uri === message.uri) && views.value === message.view;
  if ((uri ?? message.uri) !== message.uri || shown.view !== message.view)
    shown = { view: message.view, open: [], closed: [] };
  uri = message.uri;
  views.value = message.view;
  version = message.version;
  stage.draw(message.svg, same);
  drawn();
}

/** A patch to another picture than this one is of no use: the page has been loaded anew since it was asked for. */
function advance({ from, version: next, patch, note: text }: Message<'patch'>): void {
  if (from === version && stage.patch(patch)) {
    version = next;
    noted = text;
    drawn();
  } else vscode.postMessage({ type: 'ready', shown, played });
}

/** What a new picture has to be told again. */
function drawn(): void {
  card.hide();
  light(stage.element, marked, marked.lit);
  mark(stage.element, marked, marked.marks);
  ends.redraw();
  say('');
  player.redraw();
}

const card = createCard(stage.element, part('card'), (id) => vscode.postMessage({ type: 'card', id }));
addEventListener('message', ({ data }: MessageEvent<ToPage>) => receive(data));
listen(stage, {
  open: (id) => vscode.postMessage({ type: 'open', id }),
  fold: (id, folded) => change(refolded(shown, id, folded)),
  search: () => part('search').focus(),
  choose: ends.choose,
});
listenToSearch(stage, part('search'), part('found'));
views.value = shown.view;
views.addEventListener('change', () => change({ view: views.value as Shown['view'], open: [], closed: [] }));
listenToTools(part, stage, {
  pin: () => vscode.postMessage({ type: 'pin', pinned: !pinned }),
  save: () => vscode.postMessage({ type: 'save' }),
});
showPinned(pinned);
vscode.postMessage({ type: 'ready', shown, played });
