import { type Diagnostic, DiagnosticSeverity, type DiagnosticTag } from 'vscode-languageserver';
import { checkProblems, syntaxProblems } from '../../analysis/diagnostics/diagnose.ts';
import { type Problem, problemKey } from '../../analysis/diagnostics/problem.ts';
import type { Model } from '../../analysis/model.ts';
import { CHANGED } from '../protocol.ts';
import type { Session } from '../session.ts';
import type { Settling } from '../settling.ts';

/** What was last found in one open model. */
interface Found {
  readonly model: Model;
  readonly syntax: readonly Problem[];
  readonly checks: readonly Problem[];
}

export interface Diagnostics {
  /** What is shown in a file now, from every open model that it is part of. */
  problemsOf(uri: string): readonly Problem[];
  /** Resolves when what is shown is of the text as it stands. */
  settled(): Promise<void>;
  /** Checks everything again, when a setting has changed. */
  again(): void;
}

/**
 * Publishes diagnostics as one layer per file: what the syntax gets wrong as soon as a build stands, together with the
 * checks' last findings, and both anew once the checks are through. Clients replace all of a file's diagnostics at
 * once, so two layers would flicker.
 */
export function publishDiagnostics(session: Session, settling: Settling): Diagnostics {
  const { connection, shared } = session;
  const found = new Map<string, Found>();
  const published = new Map<string, string>();

  const problemsOf = (uri: string): readonly Problem[] => {
    const all = [...found.values()].flatMap(({ syntax, checks }) => [...syntax, ...checks]);
    return [...new Map(all.filter((one) => one.uri === uri).map((one) => [problemKey(one), one])).values()];
  };

  function publish(): void {
    const files = new Set([...found.values()].flatMap(({ model }) => model.documents.map(({ uri }) => uri.toString())));
    for (const uri of new Set([...files, ...published.keys()])) publishFile(uri, files.has(uri));
  }

  function publishFile(uri: string, alive: boolean): void {
    const diagnostics = problemsOf(uri).map((problem) => toLsp(problem, session));
    const version = shared.workspace.TextDocuments.get(uri)?.version;
    const text = JSON.stringify([diagnostics, version]);
    if (published.get(uri) !== text)
      void connection.sendDiagnostics({ uri: session.spelled(uri), version, diagnostics });
    if (alive) published.set(uri, text);
    else published.delete(uri);
  }

  async function check(model: Model, current: () => boolean): Promise<void> {
    const options = {
      severities: session.settings.severities,
      stop: () => !current(),
      onDefect: session.defect,
    };
    const before = found.get(model.uri);
    const syntax = syntaxProblems(model, options);
    if (before && !sameProblems(before.syntax, syntax)) {
      const fitting = before.checks.filter((problem) => fits(problem, model));
      found.set(model.uri, { model: before.model, syntax, checks: fitting });
      publish();
    }
    const checks = await checkProblems(model, options);
    if (checks) found.set(model.uri, { model, syntax, checks });
  }

  settling.onSettled(async (models, current) => {
    for (const uri of found.keys()) if (!models.some((model) => model.uri === uri)) found.delete(uri);
    for (const model of models) {
      if (found.get(model.uri)?.model === model) continue;
      await check(model, current);
      if (!current()) return;
    }
    publish();
    for (const { uri } of models) void connection.sendNotification(CHANGED, { uri: session.spelled(uri) });
  });

  return {
    problemsOf,
    settled: settling.idle,
    again() {
      found.clear();
      settling.schedule([], []);
    },
  };
}

function sameProblems(before: readonly Problem[], now: readonly Problem[]): boolean {
  return before.length === now.length && before.every((one, index) => problemKey(one) === problemKey(now[index]!));
}

/** Findings of the text before the last edit may lie beyond the end of the text there is now. */
function fits({ uri, range: { end } }: Problem, model: Model): boolean {
  const text = model.documents.find((document) => document.uri.toString() === uri)?.textDocument;
  if (!text || end.line >= text.lineCount) return false;
  return text.positionAt(text.offsetAt(end)).character === end.character;
}

const SEVERITY = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
} as const;

/** Codes whose place is shown faded: it could go without changing anything. */
const UNNECESSARY: ReadonlySet<string> = new Set(['UNUSED', 'NP-SHADOWED']);
const UNNECESSARY_TAG: DiagnosticTag = 1;

function toLsp({ range, severity, code, message, related }: Problem, session: Session): Diagnostic {
  const { docs } = session.initializationOptions;
  return {
    range,
    severity: SEVERITY[severity],
    code,
    ...(docs !== undefined && { codeDescription: { href: `${docs}/${code}.md` } }),
    source: 'knet',
    message,
    ...(UNNECESSARY.has(code) && { tags: [UNNECESSARY_TAG] }),
    ...(related.length > 0 && {
      relatedInformation: related.map((one) => ({
        location: { uri: session.spelled(one.uri), range: one.range },
        message: one.message,
      })),
    }),
  };
}
