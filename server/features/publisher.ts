import { type Problem, problemKey } from '../../analysis/diagnostics/problem.ts';
import type { Session } from '../session.ts';
import { lspDiagnostic } from './lsp-diagnostic.ts';

/** Tells the client what is wrong in each file. What a file has been told already is not sent again. */
export interface Publisher {
  /** `files` are all that open models are made of: one that has left them is told of nothing, once. */
  publish(files: ReadonlySet<string>, problems: readonly Problem[]): void;
}

/** A publisher that has told nothing yet. */
export function createPublisher(session: Session): Publisher {
  const { connection, shared } = session;
  const published = new Map<string, string>();

  function publishFile(uri: string, problems: readonly Problem[], alive: boolean): void {
    const diagnostics = problems.map((problem) => lspDiagnostic(problem, session));
    const version = shared.workspace.TextDocuments.get(uri)?.version;
    const text = JSON.stringify([diagnostics, version]);
    if (published.get(uri) !== text)
      void connection.sendDiagnostics({ uri: session.spelled(uri), version, diagnostics });
    if (alive) published.set(uri, text);
    else published.delete(uri);
  }

  return {
    publish(files, problems) {
      const found = byFile(problems);
      for (const uri of new Set([...files, ...published.keys()]))
        publishFile(uri, distinct(found.get(uri) ?? []), files.has(uri));
    },
  };
}

function byFile(problems: readonly Problem[]): Map<string, Problem[]> {
  const files = new Map<string, Problem[]>();
  for (const problem of problems) {
    const same = files.get(problem.uri);
    if (same) same.push(problem);
    else files.set(problem.uri, [problem]);
  }
  return files;
}

/** What several models say of one file, once. */
export const distinct = (problems: readonly Problem[]): Problem[] => [
  ...new Map(problems.map((one) => [problemKey(one), one])).values(),
];
