import type { TextEdit } from 'vscode-languageserver-types';
import { textEdits } from '../language/edits.ts';
import type { Fix } from '../network/checks/diagnostic.ts';

/** The edits that a repair means, by URI of the file. Empty when it can no longer be applied. */
export function editsOf(fix: Fix): ReadonlyMap<string, readonly TextEdit[]> {
  return textEdits(fix.changes);
}
