import { checkProblems, syntaxProblems } from '../analysis/diagnostics/diagnose.ts';
import { comparePlaces, type Problem, problemKey } from '../analysis/diagnostics/problem.ts';
import { holdsObjects, modelOfManifests, unreadableProblems } from '../analysis/manifests/alone.ts';
import { passedOverIn } from '../analysis/manifests/problems.ts';
import type { Model } from '../analysis/model.ts';
import { unrenderedText } from './doubts.ts';
import { stylesFor } from './format/colour.ts';
import { githubAnnotation } from './format/github.ts';
import { checkReport, summaryOf } from './format/problems-json.ts';
import { problemText, summaryText } from './format/problems-text.ts';
import { sarifLog } from './format/sarif.ts';
import { EXIT, type Io } from './io.ts';
import { checkedFiles, shownPath } from './paths.ts';
import { createProject, loadManifests } from './project.ts';

export interface CheckOptions {
  readonly format: 'text' | 'json' | 'sarif' | 'github';
  readonly strict?: boolean;
}

/**
 * All diagnostics of files and folders; each `.knet` file is a model of its own, with its imports. Kubernetes manifests,
 * where there is no `.knet` file, are one cluster.
 */
export async function check(paths: readonly string[], options: CheckOptions, io: Io): Promise<number> {
  const { knet, manifests } = await checkedFiles(paths.length > 0 ? paths : ['.'], io.cwd);
  const models = await createProject(io.cwd).load(knet);
  const alone = manifests.length > 0 ? await loadManifests(manifests) : undefined;
  const all = alone ? [...models, modelOfManifests(alone)] : models;
  const found = await problemsOf(all, io);
  const { defects } = found;
  const problems = [...(alone ? unreadableProblems(alone) : []), ...found.problems].sort(comparePlaces);
  await print(problems, options.format, io);
  if (options.format === 'text') io.err(`${summaryText(summaryOf(problems), knet.length + manifests.length)}\n`);
  if (options.format === 'text') io.err(passedOverText(passedOverIn(all)));
  for (const model of all) {
    const text = options.format === 'text' ? unrenderedText(model, io.cwd) : undefined;
    if (text !== undefined) io.err(`${text}\n`);
  }
  if (alone && !holdsObjects(alone)) io.err(`knet: ${NOTHING}\n`);
  for (const defect of defects) io.err(`knet: ${defect}\n`);
  if (defects.size > 0) return EXIT.failure;
  const { errors, warnings } = summaryOf(problems);
  return errors > 0 || (options.strict && warnings > 0) ? EXIT.findings : EXIT.ok;
}

const NOTHING = 'there is no Kubernetes object in these files, and no .knet file with them';

/** Objects that say nothing about the network are no mistake; somebody may still want to know that they do not count. */
function passedOverText(kinds: ReadonlyMap<string, number>): string {
  const words = [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, count]) => `${count} ${kind}`);
  return words.length === 0 ? '' : `passed over: ${words.join(', ')}\n`;
}

async function print(problems: readonly Problem[], format: CheckOptions['format'], io: Io): Promise<void> {
  const show = (uri: string) => shownPath(uri, io.cwd);
  if (format === 'json') io.out(jsonText(checkReport(problems, show)));
  else if (format === 'sarif') io.out(jsonText(await sarifLog(problems, io.cwd)));
  else if (format === 'github') for (const problem of problems) io.out(`${githubAnnotation(problem, show)}\n`);
  else for (const problem of problems) io.out(`${problemText(problem, show, stylesFor(io.colour))}\n`);
}

const jsonText = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

interface Result {
  readonly problems: readonly Problem[];
  /** Checks that broke down: mistakes of knet's own, which must not hide what the others found. */
  readonly defects: ReadonlySet<string>;
}

/** A file that several models import says the same thing in each: it is told once. */
async function problemsOf(models: readonly Model[], io: Io): Promise<Result> {
  const found = new Map<string, Problem>();
  const defects = new Set<string>();
  const onDefect = (where: string, error: unknown) => {
    defects.add(`${where}: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
  };
  const progress = createProgress(io, models.length);
  for (const model of models) {
    const syntax = syntaxProblems(model, { onDefect });
    const problems = [...syntax, ...((await checkProblems(model, { onDefect, alone: true })) ?? [])];
    for (const problem of problems) found.set(problemKey(problem), problem);
    progress.step();
  }
  progress.end();
  return { problems: [...found.values()].sort(comparePlaces), defects };
}

/** Milliseconds before it is worth telling anybody that something goes on. */
const PATIENCE = 1000;

function createProgress(io: Io, total: number) {
  const start = performance.now();
  let done = 0;
  let shown = false;
  return {
    step() {
      done++;
      if (!io.interactive || performance.now() - start < PATIENCE) return;
      io.err(`\rchecking ${done} of ${total}`);
      shown = true;
    },
    end: () => shown && io.err('\r\u001b[K'),
  };
}
