import type { TextEdit } from 'vscode-languageserver-types';
import * as language from '../language/edits.ts';
import * as manifests from '../manifests/edits.ts';
import type { Fix } from '../network/checks/diagnostic.ts';

/** The edits that a repair means, by URI of the file. Empty when it can no longer be applied. */
export function editsOf({ changes }: Fix): ReadonlyMap<string, readonly TextEdit[]> {
  const yaml = manifests.textEdits(changes);
  return yaml ? new Map([...language.textEdits(changes), ...yaml]) : new Map();
}
