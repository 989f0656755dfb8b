import { writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { labScript } from '../lab/export/script.ts';
import { createLab } from '../lab/lab.ts';
import { questionsOf } from '../lab/verify/questions.ts';
import { exitCodeOf, summaryOf } from '../lab/verify/report.ts';
import { reportText } from '../lab/verify/text.ts';
import { verify } from '../lab/verify/verify.ts';
import { EXIT, type Io } from './io.ts';
import { createProject } from './project.ts';

async function load(file: string, io: Io) {
  const [model] = await createProject(io.cwd).load([resolve(io.cwd, file)]);
  // Asked first: the lab of a large model consists of what the questions touch.
  return { model: model!, questions: questionsOf(model!) };
}

/** Writes the modelled state as a script of network namespaces, to a file or to standard output. */
export async function labExport(file: string, options: { readonly output?: string }, io: Io): Promise<number> {
  const { model } = await load(file, io);
  const script = labScript(createLab(model.network), basename(file));
  if (options.output === undefined) io.out(script);
  else await writeFile(resolve(io.cwd, options.output), script, { mode: 0o755 });
  return EXIT.ok;
}

/** Holds every `trace` and `expect` of a file against the kernel of this machine. */
export async function labVerify(file: string, options: { readonly format: 'text' | 'json' }, io: Io): Promise<number> {
  const { model, questions } = await load(file, io);
  const report = await verify(model.network, questions, basename(file));
  if (options.format === 'json') io.out(`${JSON.stringify({ ...report, summary: summaryOf(report) }, null, 2)}\n`);
  else io.out(reportText(report, file));
  return exitCodeOf(report);
}
