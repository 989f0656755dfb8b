import type { LangiumDocument } from 'langium';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { syntaxDiagnostics } from '../../../language/diagnostics.ts';
import { textEdits } from '../../../language/edits.ts';
import { rangeOf } from '../../../language/origins.ts';
import type { Diagnostic } from '../../../network/checks/diagnostic.ts';
import { forget, parse } from './knet.ts';

/** `CODE [underlined text] message` of each diagnostic. */
export async function diagnosticsOf(text: string): Promise<string[]> {
  const document = await parse(text);
  const lines = syntaxDiagnostics(document).map((one) => `${one.code} [${underlined(document, one)}] ${one.message}`);
  forget(document);
  return lines;
}

const underlined = (document: LangiumDocument, { origin }: Diagnostic) =>
  document.textDocument.getText(rangeOf(origin)!.range).replaceAll('\n', '⏎');

/** The text after the first repair of the first diagnostic, or of the one with that title. */
export async function repaired(text: string, title?: string): Promise<string | undefined> {
  const document = await parse(text);
  const fixes = syntaxDiagnostics(document).flatMap((one) => one.fixes);
  const fix = title === undefined ? fixes[0] : fixes.find((one) => one.title === title);
  const edits = fix && [...textEdits(fix.changes).values()].flat();
  forget(document);
  return edits && TextDocument.applyEdits(document.textDocument, edits);
}
