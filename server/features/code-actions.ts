import { URI } from 'langium';
import { type CancellationToken, type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver';
import type { Problem } from '../../analysis/diagnostics/problem.ts';
import { isManifestName } from '../../analysis/manifests/search.ts';
import type { Model } from '../../analysis/model.ts';
import { touches } from '../../language/ranges.ts';
import { FIX_ALL, type FixAllActions, type FixAllData, fixAllActions } from '../actions/fix-all.ts';
import { repairs, silencing } from '../actions/quick-fixes.ts';
import type { Feature } from '../feature.ts';
import type { Session } from '../session.ts';
import type { Diagnostics } from './diagnostics.ts';
import { manifestActions } from './manifests.ts';

/** Repairs of the problems in a range, silencing them, and repairing all of the file. */
export const codeActions = (diagnostics: Diagnostics): Feature => ({
  capabilities: {
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL], resolveProvider: true },
  },
  register(session) {
    const { connection, answer } = session;
    const all = fixAllActions(session);
    connection.onCodeAction((params, token) => {
      if (isManifestName(URI.parse(params.textDocument.uri))) return inManifest(session, diagnostics, params, token);
      return answer<CodeAction[]>('code actions', [], params.textDocument.uri, token, async (model) => {
        // Edits of a text that has moved on would land in the wrong place.
        await diagnostics.settled();
        if (token.isCancellationRequested) return [];
        const problems = diagnostics.problemsOf(model.uri);
        const quick = quickFixes(session, model, problems, params);
        const fixable = problems.some(({ fixes }) => fixes.length > 0);
        if (!fixable || !isWanted(FIX_ALL, params)) return quick;
        const action = all.lazy(model.uri, FIX_ALL);
        return [...quick, ...(resolves(session) ? [action] : await atOnce(action, all, model, params, token))];
      });
    });
    connection.onCodeActionResolve((action, token) => resolved(session, all, action, token));
  },
});

function inManifest(session: Session, diagnostics: Diagnostics, params: CodeActionParams, token: CancellationToken) {
  const { uri } = params.textDocument;
  return session.answerManifest<CodeAction[]>('code actions', [], uri, token, async (model, manifest) => {
    await diagnostics.settled();
    if (token.isCancellationRequested || !isWanted(CodeActionKind.QuickFix, params)) return [];
    return manifestActions(session, diagnostics, model, manifest, params);
  });
}

function resolved(session: Session, all: FixAllActions, action: CodeAction, token: CancellationToken) {
  const { fixAll } = (action.data ?? {}) as Partial<FixAllData>;
  if (fixAll === undefined) return action;
  return session.answer<CodeAction>('code actions', action, fixAll, token, async (model) => ({
    ...action,
    edit: (await all.edit(model, token)) ?? { changes: {} },
  }));
}

/** A client that cannot ask for the edit later gets it now, if that is what it asked for. */
async function atOnce(
  action: CodeAction,
  all: FixAllActions,
  model: Model,
  { context }: CodeActionParams,
  token: CancellationToken,
): Promise<CodeAction[]> {
  if (!context.only) return [];
  const edit = await all.edit(model, token);
  return edit ? [{ ...action, data: undefined, edit }] : [];
}

const resolves = ({ client }: Session) =>
  client.textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true;

function quickFixes(
  { spelled }: Session,
  { documents: [document] }: Model,
  problems: readonly Problem[],
  params: CodeActionParams,
): CodeAction[] {
  if (!isWanted(CodeActionKind.QuickFix, params)) return [];
  const { range, context } = params;
  const here = problems.filter((problem) => touches(problem.range, range));
  return [
    ...here.flatMap((problem) => repairs(problem, context.diagnostics, spelled)),
    ...here.flatMap((problem) => silencing(problem, document!.textDocument, context.diagnostics, spelled)),
  ];
}

/** A client that asks for `source` means all that begins so. */
const isWanted = (kind: string, { context: { only } }: CodeActionParams) =>
  only === undefined || only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));
