import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver';

/** Edits by file, with the URIs as the client spells them; undefined when there is nothing to edit. */
export function workspaceEdit(
  edits: ReadonlyMap<string, readonly TextEdit[]>,
  spelled: (uri: string) => string,
): WorkspaceEdit | undefined {
  if (edits.size === 0) return undefined;
  return { changes: Object.fromEntries([...edits].map(([uri, list]) => [spelled(uri), [...list]])) };
}
