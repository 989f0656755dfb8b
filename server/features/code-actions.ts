import { type CodeAction, CodeActionKind, type Diagnostic, type Range } from 'vscode-languageserver';
import type { Problem } from '../../analysis/diagnostics/problem.ts';
import { editsOf } from '../../analysis/fixes.ts';
import type { Fix } from '../../network/checks/diagnostic.ts';
import type { Feature } from '../feature.ts';
import type { Diagnostics } from './diagnostics.ts';

/** The repairs of the diagnostics in a range; of several for one diagnostic the first is the preferred one. */
export const codeActions = (diagnostics: Diagnostics): Feature => ({
  capabilities: { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] } },
  register({ connection, answer }) {
    connection.onCodeAction(({ textDocument, range, context }, token) =>
      answer<CodeAction[]>('code actions', [], textDocument.uri, token, async () => {
        // Edits of a text that has moved on would land in the wrong place.
        await diagnostics.settled();
        if (token.isCancellationRequested) return [];
        const problems = diagnostics.problemsOf(textDocument.uri).filter((problem) => touches(problem.range, range));
        return problems.flatMap((problem) => actionsFor(problem, context.diagnostics));
      }),
    );
  },
});

function actionsFor(problem: Problem, shown: readonly Diagnostic[]): CodeAction[] {
  const own = shown.filter(({ code, message }) => code === problem.code && message === problem.message);
  return problem.fixes.flatMap((fix, index) => actionOf(fix, index === 0, own));
}

function actionOf(fix: Fix, isPreferred: boolean, diagnostics: Diagnostic[]): CodeAction[] {
  const edits = [...editsOf(fix)];
  if (edits.length === 0) return [];
  const changes = Object.fromEntries(edits.map(([uri, list]) => [uri, [...list]]));
  return [{ title: fix.title, kind: CodeActionKind.QuickFix, isPreferred, diagnostics, edit: { changes } }];
}

function touches(a: Range, b: Range): boolean {
  return !before(a.end, b.start) && !before(b.end, a.start);
}

function before(a: Range['start'], b: Range['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
