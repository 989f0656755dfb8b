import { basename } from 'node:path';
import { labScript } from '../lab/export/script.ts';
import { createLab } from '../lab/lab.ts';
import { questionsOf } from '../lab/verify/questions.ts';
import { exitCodeOf, summaryOf } from '../lab/verify/report.ts';
import { reportText } from '../lab/verify/text.ts';
import { verify } from '../lab/verify/verify.ts';
import { EXIT, type Io } from './io.ts';
import { output } from './output.ts';
import { loadModel } from './project.ts';

async function load(file: string, io: Io) {
  const model = await loadModel(file, io);
  // Asked first: the lab of a large model consists of what the questions touch.
  return { model, questions: questionsOf(model) };
}

/** Writes the modelled state as a script of network namespaces, to a file or to standard output. */
export async function labExport(file: string, options: { readonly output?: string }, io: Io): Promise<number> {
  const { model } = await load(file, io);
  await output(labScript(createLab(model.network), basename(file)), options.output, io, 0o755);
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
