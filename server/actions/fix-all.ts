import { type CancellationToken, type CodeAction, CodeActionKind, type WorkspaceEdit } from 'vscode-languageserver';
import { fixAll } from '../../analysis/fix-all/fix-all.ts';
import { createWorkshop, type Workshop } from '../../analysis/fix-all/workshop.ts';
import type { Model } from '../../analysis/model.ts';
import type { Session } from '../session.ts';
import { workspaceEdit } from './edit.ts';

/** What editors run on demand, or on save where a setting says so. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.knet`;

/** What an action carries until somebody chooses it. */
export interface FixAllData {
  readonly fixAll: string;
}

export interface FixAllActions {
  /** The action without its edit, which takes several checks of the whole model to work out. */
  lazy(uri: string, kind: string): CodeAction;
  edit(model: Model, token: CancellationToken): Promise<WorkspaceEdit | undefined>;
}

/** Repairing a whole file, for the whole life of a server. */
export function fixAllActions(session: Session): FixAllActions {
  let workshop: Workshop | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const edit = async (model: Model, token: CancellationToken) => {
    workshop ??= createWorkshop();
    const { severities } = session.settings;
    const options = { severities, stop: () => token.isCancellationRequested, onDefect: session.defect };
    const edits = await fixAll(model, workshop, options);
    return token.isCancellationRequested ? undefined : workspaceEdit(edits, session.spelled);
  };
  return {
    lazy: (uri, kind) => ({
      title: 'Repair all problems in this file',
      kind,
      data: { fixAll: uri } satisfies FixAllData,
    }),
    // One after the other: the workshop has one bench.
    edit(model, token) {
      const mine = turn.then(() => edit(model, token));
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}
