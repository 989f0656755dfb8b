import { basename, resolve } from 'node:path';
import { ask } from '../analysis/ask.ts';
import type { Model } from '../analysis/model.ts';
import { type Place, resolveOrigins } from '../analysis/places.ts';
import { tracesOf } from '../analysis/questions.ts';
import { rangeOf } from '../language/origins.ts';
import type { Trace } from '../network/topology/question.ts';
import type { TraceResult } from '../network/trace/result.ts';
import { stylesFor } from './format/colour.ts';
import { traceReport } from './format/trace-json.ts';
import { traceText } from './format/trace-text.ts';
import { EXIT, type Io, UsageError } from './io.ts';
import { shownPath } from './paths.ts';
import { createProject, type Project } from './project.ts';

export interface TraceOptions {
  readonly format: 'text' | 'json';
  readonly size?: number;
  readonly df?: boolean;
  readonly ttl?: number;
}

/**
 * One packet's way, there and back, or those of every `trace` in the file. A packet that dies is an answer, and errors
 * elsewhere in the file never stop one.
 */
export async function trace(
  file: string,
  from: string | undefined,
  to: string | undefined,
  options: TraceOptions,
  io: Io,
): Promise<number> {
  if (from !== undefined && to === undefined) throw new UsageError('a trace has two ends: knet trace FILE A B');
  const project = createProject(io.cwd);
  const [model] = await project.load([resolve(io.cwd, file)]);
  const results =
    from === undefined ? everyTrace(model!, file, options, io) : [await oneTrace(project, model!, from, to!, options)];
  const show = (uri: string) => shownPath(uri, io.cwd);
  if (options.format === 'json') {
    const reports = results.map((result) => traceReport(result, show));
    io.out(`${JSON.stringify(from === undefined ? reports : reports[0], null, 2)}\n`);
  } else {
    const styles = stylesFor(io.colour);
    io.out(results.map((result) => `${traceText(result, show, styles)}\n`).join('\n'));
  }
  return EXIT.ok;
}

function everyTrace(model: Model, file: string, options: TraceOptions, io: Io): TraceResult<Place>[] {
  const traces = tracesOf(model);
  if (traces.length === 0) io.err(`${basename(file)} has no trace; name two ends: knet trace ${file} A B\n`);
  return traces.map((question) => resultOf(model, withOptions(question, options)));
}

async function oneTrace(project: Project, model: Model, from: string, to: string, options: TraceOptions) {
  const asked = await ask(project.analysis, project.services.shared, model, from, to);
  if ('problem' in asked) throw new UsageError(asked.problem);
  return resultOf(asked.model, withOptions(asked.question, options));
}

const resultOf = (model: Model, question: Trace) => resolveOrigins(model.traceOf(question), rangeOf);

/** Options say more than the words of the ends do, so they win. */
function withOptions(question: Trace, { size, df, ttl }: TraceOptions): Trace {
  const probe = { ...question.probe, ...(size && { size }), ...(df && { dontFragment: true }), ...(ttl && { ttl }) };
  return { ...question, probe };
}
