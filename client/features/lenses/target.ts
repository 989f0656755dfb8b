import * as vscode from 'vscode';

/** A statement: with these words next to a line (from 0) of a file, else the one on the line. */
export interface Target {
  readonly source: vscode.Uri;
  readonly line: number;
  readonly text?: string;
}

/** What a lens or a link names; without arguments, the statement at the cursor of a .knet text. */
export function targetOf(uri?: unknown, line?: unknown, text?: unknown): Target | undefined {
  if (typeof uri === 'string' && typeof line === 'number')
    return { source: vscode.Uri.parse(uri), line, text: typeof text === 'string' ? text : undefined };
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== 'knet') return undefined;
  return { source: editor.document.uri, line: editor.selection.active.line };
}
