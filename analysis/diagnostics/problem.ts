import type { Range } from 'vscode-languageserver-types';
import type { Diagnostic, Fix, Severity } from '../../network/checks/diagnostic.ts';
import { rangeOf, type SourceRange } from '../origins.ts';
import type { Place } from '../places.ts';

/** A diagnostic where it is shown: the same for the editor and for the command line. */
export interface Problem extends Place {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly related: readonly (Place & { readonly message: string })[];
  /** Repairs as data; `editsOf` of `fixes.ts` makes them text edits, which nobody needs until one is chosen. */
  readonly fixes: readonly Fix[];
}

const START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** What concerns no written word (a default, what knet adds by itself) is shown at the beginning of the root file. */
export function problemOf(diagnostic: Diagnostic, rootUri: string): Problem {
  const { severity, code, message, fixes } = diagnostic;
  const place: SourceRange = rangeOf(diagnostic.origin) ?? { uri: rootUri, range: START };
  const related = diagnostic.related.flatMap((one) => {
    const where = rangeOf(one.origin);
    return where ? [{ ...where, message: one.message }] : [];
  });
  return { ...place, severity, code, message, related, fixes };
}

/** By file, then place, then code: the order in which somebody works through them. */
export function comparePlaces(a: Problem, b: Problem): number {
  return (
    compareText(a.uri, b.uri) ||
    a.range.start.line - b.range.start.line ||
    a.range.start.character - b.range.start.character ||
    compareText(a.code, b.code)
  );
}

/** Equal for one finding that several models share, as a file with two importers does. */
export function problemKey({ uri, range: { start, end }, severity, code, message }: Problem): string {
  return JSON.stringify([uri, start.line, start.character, end.line, end.character, severity, code, message]);
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
