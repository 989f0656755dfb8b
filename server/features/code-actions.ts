import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  type Range,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Problem } from '../../analysis/diagnostics/problem.ts';
import { editsOf } from '../../analysis/fixes.ts';
import type { Fix } from '../../network/checks/diagnostic.ts';
import type { Feature } from '../feature.ts';
import type { Diagnostics } from './diagnostics.ts';

/** The repairs of the diagnostics in a range; of several for one diagnostic the first is the preferred one. */
export const codeActions = (diagnostics: Diagnostics): Feature => ({
  capabilities: { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] } },
  register({ connection, answer, spelled }) {
    connection.onCodeAction(({ textDocument, range, context }, token) =>
      answer<CodeAction[]>('code actions', [], textDocument.uri, token, async ({ uri }) => {
        // Edits of a text that has moved on would land in the wrong place.
        await diagnostics.settled();
        if (token.isCancellationRequested) return [];
        const problems = diagnostics.problemsOf(uri).filter((problem) => touches(problem.range, range));
        return problems.flatMap((problem) => actionsFor(problem, context.diagnostics, spelled));
      }),
    );
  },
});

type Spelled = (uri: string) => string;

function actionsFor(problem: Problem, shown: readonly Diagnostic[], spelled: Spelled): CodeAction[] {
  const own = shown.filter(({ code, message }) => code === problem.code && message === problem.message);
  return problem.fixes.flatMap((fix, index) => {
    const edit = editOf(fix, spelled);
    const action = { title: fix.title, kind: CodeActionKind.QuickFix, isPreferred: index === 0, diagnostics: own };
    return edit ? [{ ...action, edit }] : [];
  });
}

/** Undefined when the repair can no longer be applied. */
function editOf(fix: Fix, spelled: Spelled): WorkspaceEdit | undefined {
  const edits = [...editsOf(fix)].map(([uri, list]) => [spelled(uri), [...list]]);
  return edits.length === 0 ? undefined : { changes: Object.fromEntries(edits) };
}

function touches(a: Range, b: Range): boolean {
  return !before(a.end, b.start) && !before(b.end, a.start);
}

function before(a: Range['start'], b: Range['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
