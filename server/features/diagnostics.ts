import { carryOver, type Texts, textsOf } from '../../analysis/diagnostics/carry-over.ts';
import {
  type DiagnoseOptions,
  quickProblems,
  slowProblems,
  syntaxProblems,
} from '../../analysis/diagnostics/diagnose.ts';
import { type Problem, problemKey } from '../../analysis/diagnostics/problem.ts';
import type { Model } from '../../analysis/model.ts';
import { pause } from '../pause.ts';
import { CHANGED } from '../protocol.ts';
import type { Session } from '../session.ts';
import type { Settling } from '../settling.ts';
import { createPublisher, distinct } from './publisher.ts';

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

type Options = DiagnoseOptions & { readonly stop: () => boolean };

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
  const found = new Map<string, Found>();
  const publisher = createPublisher(session);

  const all = () => [...found.values()].flatMap(({ syntax, quick, slow }) => [...syntax, ...quick, ...slow]);

  function publish(): void {
    publisher.publish(new Set([...found.values()].flatMap(({ texts }) => [...texts.keys()])), all());
  }

  function show(entry: Found): void {
    found.set(entry.model.uri, entry);
    publish();
  }

  /** False when the text has moved on. */
  async function findQuickly(model: Model, options: Options): Promise<boolean> {
    const before = found.get(model.uri);
    const texts = textsOf(model);
    const known = (problems: readonly Problem[] = []) => (before ? carryOver(problems, before.texts, model) : []);
    const syntax = syntaxProblems(model, options);
    const entry = { model, texts, complete: false, syntax, slow: known(before?.slow) };
    if (before && !sameProblems(before.syntax, syntax)) show({ ...entry, quick: known(before.quick) });
    const quick = await quickProblems(model, options);
    if (!quick || options.stop()) return false;
    show({ ...entry, quick });
    return true;
  }

  async function findSlowly(model: Model, options: Options): Promise<boolean> {
    const slow = await slowProblems(model, options);
    const entry = found.get(model.uri);
    if (slow && entry) found.set(model.uri, { ...entry, complete: true, slow });
    return !options.stop();
  }

  /** False when the text has moved on. One pause is enough for all models. */
  async function find(models: readonly Model[], options: Options): Promise<boolean> {
    for (const model of models) if (!(await findQuickly(model, options))) return false;
    if (models.length > 0) await pause(SLOW_AFTER);
    if (options.stop()) return false;
    for (const model of models) if (!(await findSlowly(model, options))) return false;
    return true;
  }

  settling.onSettled(async (models, current) => {
    for (const uri of found.keys()) if (!models.some((model) => model.uri === uri)) found.delete(uri);
    const isKnown = (model: Model) => {
      const known = found.get(model.uri);
      return known?.complete && known.model === model;
    };
    const options = { severities: session.settings.severities, stop: () => !current(), onDefect: session.defect };
    const stale = models.filter((model) => !isKnown(model));
    if (!(await find(stale, options))) return;
    publish();
    for (const { uri } of models) void session.connection.sendNotification(CHANGED, { uri: session.spelled(uri) });
  });

  return {
    problemsOf: (uri) => distinct(all().filter((one) => one.uri === uri)),
    settled: settling.idle,
    again() {
      for (const [uri, one] of found) found.set(uri, { ...one, complete: false });
      settling.schedule([], []);
    },
  };
}

function sameProblems(before: readonly Problem[], now: readonly Problem[]): boolean {
  return before.length === now.length && before.every((one, index) => problemKey(one) === problemKey(now[index]!));
}
