import type { TextEdit } from 'vscode-languageserver-types';
import type { Change } from '../network/checks/diagnostic.ts';
import { insertEdits } from './edits/insert.ts';
import { removeEdits } from './edits/remove.ts';
import { setEdits } from './edits/set.ts';
import { isYamlOrigin, type YamlOrigin } from './origins.ts';

/**
 * Changes as edits of YAML and JSON, by file: comments, quotes and indentation stay as they are. Changes whose origin is no
 * place in such a file are left out. Undefined when one of them cannot be said there: half a repair is none.
 */
export function textEdits(changes: readonly Change[]): Map<string, TextEdit[]> | undefined {
  const edits = new Map<string, TextEdit[]>();
  for (const change of changes) {
    const origin = change.kind === 'insert' ? change.into : change.origin;
    if (!isYamlOrigin(origin)) continue;
    const own = editsOf(change, origin);
    if (own.length === 0) return undefined;
    const { uri } = origin.document.file;
    edits.set(uri, [...(edits.get(uri) ?? []), ...own]);
  }
  return edits;
}

function editsOf(change: Change, origin: YamlOrigin): TextEdit[] {
  if (change.kind === 'insert') return insertEdits(origin, change.field, change.value);
  return change.kind === 'set' ? setEdits(origin, change.value) : removeEdits(origin);
}
