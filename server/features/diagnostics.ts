import { carryOver, type Texts, textsOf } from '../../analysis/diagnostics/carry-over.ts';
import { quickProblems, slowProblems, syntaxProblems } from '../../analysis/diagnostics/diagnose.ts';
import { type Problem, problemKey } from '../../analysis/diagnostics/problem.ts';
import type { Model } from '../../analysis/model.ts';
import { pause } from '../pause.ts';
import { CHANGED } from '../protocol.ts';
import type { Session } from '../session.ts';
import type { Settling } from '../settling.ts';
import { lspDiagnostic } from './lsp-diagnostic.ts';

/** What was last found in one open model. */
interface Found {
  readonly model: Model;
  readonly texts: Texts;
  /** False while some of it is of the texts before. */
  readonly complete: boolean;
  readonly syntax: readonly Problem[];
  readonly quick: readonly Problem[];
  /** What became of the statements, and what else packets have to be followed for. */
  readonly slow: readonly Problem[];
}

/**
 * Milliseconds between what is found quickly and the following of packets, which keeps the machine busy: the colours, hints
 * and hovers that an editor asks for right behind a keystroke go first.
 */
const SLOW_AFTER = 30;

export interface Diagnostics {
  /** What is shown in a file now, from every open model that it is part of. */
  problemsOf(uri: string): readonly Problem[];
  /** Resolves when what is shown is of the text as it stands. */
  settled(): Promise<void>;
  /** Checks everything again, when a setting has changed. */
  again(): void;
}

/**
 * Publishes diagnostics as one layer per file, as far as they are known: what the syntax gets wrong as soon as a build
 * stands, then what the quick checks say, last what becomes of the statements. Until something is found anew the last
 * findings stay, where the text has moved to: clients replace all of a file's diagnostics at once, so layers would flicker.
 */
export function publishDiagnostics(session: Session, settling: Settling): Diagnostics {
  const { connection, shared } = session;
  const found = new Map<string, Found>();
  const published = new Map<string, string>();

  const all = () => [...found.values()].flatMap(({ syntax, quick, slow }) => [...syntax, ...quick, ...slow]);

  function publish(): void {
    const files = new Set([...found.values()].flatMap(({ texts }) => [...texts.keys()]));
    const problems = byFile(all());
    for (const uri of new Set([...files, ...published.keys()]))
      publishFile(uri, distinct(problems.get(uri) ?? []), files.has(uri));
  }

  function publishFile(uri: string, problems: readonly Problem[], alive: boolean): void {
    const diagnostics = problems.map((problem) => lspDiagnostic(problem, session));
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
    const texts = textsOf(model);
    const known = (problems: readonly Problem[] = []) => (before ? carryOver(problems, before.texts, model) : []);
    const slowBefore = known(before?.slow);
    const syntax = syntaxProblems(model, options);
    if (before && !sameProblems(before.syntax, syntax)) show(syntax, known(before.quick));
    const quick = await quickProblems(model, options);
    if (!quick) return;
    show(syntax, quick);
    await pause(SLOW_AFTER);
    if (!current()) return;
    const slow = await slowProblems(model, options);
    if (slow) found.set(model.uri, { model, texts, complete: true, syntax, quick, slow });

    function show(syntax: readonly Problem[], quick: readonly Problem[]): void {
      if (!current()) return;
      found.set(model.uri, { model, texts, complete: false, syntax, quick, slow: slowBefore });
      publish();
    }
  }

  settling.onSettled(async (models, current) => {
    for (const uri of found.keys()) if (!models.some((model) => model.uri === uri)) found.delete(uri);
    for (const model of models) {
      const known = found.get(model.uri);
      if (known?.complete && known.model === model) continue;
      await check(model, current);
      if (!current()) return;
    }
    publish();
    for (const { uri } of models) void connection.sendNotification(CHANGED, { uri: session.spelled(uri) });
  });

  return {
    problemsOf: (uri) => distinct(all().filter((one) => one.uri === uri)),
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
const distinct = (problems: readonly Problem[]): Problem[] => [
  ...new Map(problems.map((one) => [problemKey(one), one])).values(),
];
