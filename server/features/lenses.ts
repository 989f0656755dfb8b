import { type CancellationToken, type CodeLens, CodeLensRefreshRequest } from 'vscode-languageserver';
import { type LensOutcome, lensOutcome, lensRanges } from '../../analysis/lenses/lenses.ts';
import type { Model } from '../../analysis/model.ts';
import { questionText } from '../../analysis/questions.ts';
import type { Feature } from '../feature.ts';
import type { Session } from '../session.ts';
import type { Settling } from '../settling.ts';
import { createQueue, type Queue } from './queue.ts';
import { refreshWhenElsewhere } from './refresh.ts';

/** How long nobody must have typed before packets are followed for lenses, in milliseconds. */
const QUIET = 200;

/** Models some of whose lenses could not be worked out in time. */
type Undecided = WeakSet<Model>;

/**
 * A line above each `trace` and `expect`. An editor asks for all places at every keystroke and resolves what is in view:
 * the places cost nothing, and packets are followed for one lens after the other, once the typing rests.
 */
export const codeLenses = (settling: Settling): Feature => ({
  capabilities: { codeLensProvider: { resolveProvider: true } },
  register(session) {
    const { connection, shared } = session;
    const queue = createQueue(QUIET);
    const undecided: Undecided = new WeakSet();
    shared.workspace.TextDocuments.onDidChangeContent(queue.disturb);
    connection.onCodeLens(({ textDocument: { uri } }, token) =>
      session.answer<CodeLens[]>('lenses', [], uri, token, (model) =>
        session.settings.lenses ? lensRanges(model).flatMap((range) => lensesOf(model, range, uri, session)) : [],
      ),
    );
    connection.onCodeLensResolve((lens, token) => resolve(lens, token, session, queue, undecided));
    refreshWhenElsewhere(session, settling, {
      request: CodeLensRefreshRequest.type,
      supported: () => session.client.workspace?.codeLens?.refreshSupport,
      setting: () => session.settings.lenses,
      hasMore: (model) => undecided.delete(model),
    });
  },
});

/** What a lens leads to: the statement on a line, by its words where the line is no longer its own. */
type Target = readonly [uri: string, line: number, text: string];

/** What became of the statement is worked out when it comes into view; that it can be played is known. */
function lensesOf(model: Model, range: CodeLens['range'], uri: string, session: Session): CodeLens[] {
  const { play } = session.initializationOptions;
  const target: Target = [uri, range.start.line, questionText(model, { range })];
  const outcome: CodeLens = { range, data: target };
  return play ? [outcome, { range, command: commandTo(target, play.command, play.title) }] : [outcome];
}

const commandTo = (target: Target, command: string, title: string) => ({ title, command, arguments: [...target] });

async function resolve(
  lens: CodeLens,
  token: CancellationToken,
  session: Session,
  queue: Queue,
  undecided: Undecided,
): Promise<CodeLens> {
  const target = targetOf(lens);
  if (!target) return lens;
  const [uri] = target;
  const stop = () => token.isCancellationRequested;
  const outcome = await queue.add(stop, () =>
    session.answer<LensOutcome>('lens', 'stopped', uri, token, async (model) => {
      const found = await lensOutcome(model, lens.range, stop);
      if (found === 'undecided') undecided.add(model);
      return found;
    }),
  );
  return { ...lens, command: commandOf(outcome ?? 'stopped', target, session) };
}

/** What a client hands back may be anybody's. */
function targetOf({ data }: CodeLens): Target | undefined {
  return Array.isArray(data) && typeof data[0] === 'string' ? (data as unknown as Target) : undefined;
}

/** A lens without a command is not shown, so one that says nothing yet says that. */
function commandOf(outcome: LensOutcome, target: Target, session: Session): CodeLens['command'] {
  const words = typeof outcome === 'object' ? outcome.words : '…';
  const { lens } = session.initializationOptions;
  if (!lens) return { title: words, command: '' };
  return commandTo(
    target,
    lens.command,
    lens.title.replace('{0}', () => words),
  );
}
