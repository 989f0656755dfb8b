import { checkProblems, syntaxProblems } from '../analysis/diagnostics/diagnose.ts';
import { comparePlaces, type Problem, problemKey } from '../analysis/diagnostics/problem.ts';
import type { Model } from '../analysis/model.ts';
import { stylesFor } from './format/colour.ts';
import { githubAnnotation } from './format/github.ts';
import { checkReport, summaryOf } from './format/problems-json.ts';
import { problemText, summaryText } from './format/problems-text.ts';
import { sarifLog } from './format/sarif.ts';
import { EXIT, type Io } from './io.ts';
import { knetFiles, shownPath } from './paths.ts';
import { createProject } from './project.ts';

export interface CheckOptions {
  readonly format: 'text' | 'json' | 'sarif' | 'github';
  readonly strict?: boolean;
}

/** All diagnostics of files and folders; each `.knet` file is a model of its own, with its imports. */
export async function check(paths: readonly string[], options: CheckOptions, io: Io): Promise<number> {
  const files = await knetFiles(paths.length > 0 ? paths : ['.'], io.cwd);
  const models = await createProject(io.cwd).load(files);
  const { problems, defects } = await problemsOf(models, io);
  await print(problems, options.format, io);
  if (options.format === 'text') io.err(`${summaryText(summaryOf(problems), files.length)}\n`);
  for (const defect of defects) io.err(`knet: ${defect}\n`);
  if (defects.size > 0) return EXIT.failure;
  const { errors, warnings } = summaryOf(problems);
  return errors > 0 || (options.strict && warnings > 0) ? EXIT.findings : EXIT.ok;
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
    const problems = [...syntaxProblems(model, { onDefect }), ...((await checkProblems(model, { onDefect })) ?? [])];
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
