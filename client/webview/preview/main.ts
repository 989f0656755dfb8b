import './preview.css';
import type { FromPage, PageState, ToPage } from '../../features/preview/messages.ts';
import { listen, zoomBy } from './gestures.ts';
import { createStage } from './stage.ts';

/** Given to every webview by VS Code; it can be asked for once. */
declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): PageState | undefined;
  setState(state: PageState): void;
};

const vscode = acquireVsCodeApi();
const part = (id: string) => document.getElementById(id)!;

const state = vscode.getState();
let uri = state?.uri;
const stage = createStage(part('stage'), state?.view, remember);
const note = part('note');

function remember(): void {
  vscode.setState({ uri, view: stage?.view });
}

function show(text: string): void {
  note.textContent = text;
  note.hidden = text === '';
}

addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  show(data.note);
  if (data.type !== 'picture') return;
  const same = uri === undefined || uri === data.uri;
  uri = data.uri;
  stage.draw(data.svg, same);
});

listen(stage, (id) => vscode.postMessage({ type: 'open', id }));
part('zoom-in').addEventListener('click', () => zoomBy(stage, 1.25));
part('zoom-out').addEventListener('click', () => zoomBy(stage, 1 / 1.25));
part('fit').addEventListener('click', () => stage.fit());
vscode.postMessage({ type: 'ready' });
