import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { BOXES_AT, type BoxesAtParams, type BoxesAtResult } from '../../../server/protocol.ts';
import { latest } from './latest.ts';
import type { Mark, ToPage } from './messages.ts';

/** What the picture shows of the editor: the box that the cursor is in, and those about which something is said. */
export interface Following extends vscode.Disposable {
  /** After a new picture. */
  refresh(): void;
}

/** More marks than this tell nobody where to look. */
const MOST_MARKS = 500;

export function follow(
  client: BaseLanguageClient,
  document: () => vscode.Uri | undefined,
  send: (message: ToPage) => void,
): Following {
  const ask = async (places: BoxesAtParams['places']): Promise<BoxesAtResult> => {
    const uri = document()?.toString();
    if (!uri || !client.isRunning() || places.length === 0) return [];
    return client.sendRequest<BoxesAtResult>(BOXES_AT, { uri, places }).catch(() => []);
  };
  const light = latest(async () => {
    const boxes = await ask(cursors());
    send({ type: 'light', boxes: boxes.filter((box) => box !== null) });
  });
  const mark = latest(async () => {
    const found = problems();
    const boxes = await ask(found.map(({ uri, range: { start } }) => ({ uri, position: start })));
    send({ type: 'marks', marks: marksOf(found, boxes) });
  });
  const subscriptions = [
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor.document.languageId === 'knet') void light();
    }),
    vscode.languages.onDidChangeDiagnostics(() => void mark()),
  ];
  return {
    refresh() {
      void light();
      void mark();
    },
    dispose: () => vscode.Disposable.from(...subscriptions).dispose(),
  };
}

/** Where the cursor of the active editor is; the server knows whether that file is part of the picture's model. */
function cursors(): BoxesAtParams['places'] {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== 'knet') return [];
  return [{ uri: editor.document.uri.toString(), position: editor.selection.active }];
}

interface Problem extends vscode.Diagnostic {
  readonly uri: string;
}

function problems(): Problem[] {
  const worst = vscode.DiagnosticSeverity.Warning;
  const all = vscode.languages.getDiagnostics().flatMap(
    ([uri, list]) =>
    list.filter(({ source, severity }) => source === 'knet' && severity <= worst).map((one) => ({ ...one, uri: uri.toString() })), // biome-ignore format: one thought
  );
  return all.slice(0, MOST_MARKS);
}

/** The worst of each box. */
function marksOf(found: readonly Problem[], boxes: BoxesAtResult): Mark[] {
  const marks = new Map<string, Mark>();
  for (const [index, { severity, message }] of found.entries()) {
    const box = boxes[index];
    const isError = severity === vscode.DiagnosticSeverity.Error;
    if (!box || (marks.has(box) && !(isError && marks.get(box)?.severity === 'warning'))) continue;
    marks.set(box, { box, severity: isError ? 'error' : 'warning', message });
  }
  return [...marks.values()];
}
