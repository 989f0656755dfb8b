import './preview.css';
import type { FromPage, PageState, Shown, ToPage } from '../../features/preview/messages.ts';
import { listen, zoomBy } from './gestures.ts';
import { light, type Marked, mark } from './marks.ts';
import { listenToSearch } from './search.ts';
import { createStage } from './stage.ts';

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
let shown: Shown = state?.shown ?? { view: 'topology', open: [], closed: [] };
const stage = createStage(part('stage'), state?.view, remember);
const note = part('note');
const views = part<HTMLSelectElement>('view');
const marked: Marked = { lit: [], marks: [] };

function remember(): void {
  vscode.setState({ uri, shown, view: stage?.view });
}

function show(text: string): void {
  note.textContent = text;
  note.hidden = text === '';
}

/** Asks for what is shown to be shown differently. */
function change(next: Shown): void {
  shown = next;
  remember();
  vscode.postMessage({ type: 'show', shown });
}

/** A box that hides what is in it shows it, one that shows it hides it. */
function fold(id: string, folded: string | undefined): void {
  const without = (list: readonly string[]) => list.filter((one) => one !== id);
  if (folded === undefined) change({ ...shown, open: without(shown.open), closed: [...without(shown.closed), id] });
  else change({ ...shown, open: [...without(shown.open), id], closed: without(shown.closed) });
}

function receive(message: ToPage): void {
  if (message.type === 'light') light(stage.element, marked, message.boxes);
  else if (message.type === 'marks') mark(stage.element, marked, message.marks);
  else show(message.note);
  if (message.type !== 'picture') return;
  const same = (uri === undefined || uri === message.uri) && views.value === message.view;
  if (uri !== undefined && uri !== message.uri) shown = { view: message.view, open: [], closed: [] };
  uri = message.uri;
  views.value = message.view;
  stage.draw(message.svg, same);
  light(stage.element, marked, marked.lit);
  mark(stage.element, marked, marked.marks);
}

addEventListener('message', ({ data }: MessageEvent<ToPage>) => receive(data));
listen(stage, { open: (id) => vscode.postMessage({ type: 'open', id }), fold, search: () => part('search').focus() });
listenToSearch(stage, part('search'), part('found'));
views.value = shown.view;
views.addEventListener('change', () => change({ view: views.value as Shown['view'], open: [], closed: [] }));
part('zoom-in').addEventListener('click', () => zoomBy(stage, 1.25));
part('zoom-out').addEventListener('click', () => zoomBy(stage, 1 / 1.25));
part('fit').addEventListener('click', () => stage.fit());
vscode.postMessage({ type: 'ready', shown });
