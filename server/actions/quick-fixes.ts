import { type CodeAction, CodeActionKind, type Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Problem } from '../../analysis/diagnostics/problem.ts';
import { silencingEdit } from '../../analysis/diagnostics/silence.ts';
import { editsOf } from '../../analysis/fixes.ts';
import { workspaceEdit } from './edit.ts';

type Spelled = (uri: string) => string;

/** The repairs of a problem; of several the first is the preferred one. */
export function repairs(problem: Problem, shown: readonly Diagnostic[], spelled: Spelled): CodeAction[] {
  return problem.fixes.flatMap((fix, index) => {
    const edit = workspaceEdit(editsOf(fix), spelled);
    const diagnostics = shownOf(problem, shown);
    if (!edit) return [];
    return [{ title: fix.title, kind: CodeActionKind.QuickFix, isPreferred: index === 0, diagnostics, edit }];
  });
}

/** A text that cannot be read is not silenced: nothing in it can be relied on. */
const NOT_SILENCED: ReadonlySet<string> = new Set(['SYNTAX']);

/** Puts the comment that silences a check above the line of the problem. */
export function silencing(
  problem: Problem,
  document: TextDocument,
  shown: readonly Diagnostic[],
  spelled: Spelled,
  mark: '//' | '#' = '//',
): CodeAction[] {
  const { code, range, uri } = problem;
  if (NOT_SILENCED.has(code)) return [];
  const edit = silencingEdit(document, range.start.line, code, mark);
  const title = `Disable ${code} for this line`;
  const changes = workspaceEdit(new Map([[uri, [edit]]]), spelled);
  return [{ title, kind: CodeActionKind.QuickFix, diagnostics: shownOf(problem, shown), edit: changes }];
}

function shownOf({ code, message }: Problem, shown: readonly Diagnostic[]): Diagnostic[] {
  return shown.filter((one) => one.code === code && one.message === message);
}
