import { basename, resolve } from 'node:path';
import { ask } from '../analysis/ask.ts';
import type { Model } from '../analysis/model.ts';
import { rangeOf } from '../analysis/origins.ts';
import { type Place, resolveOrigins } from '../analysis/places.ts';
import { tracesOf } from '../analysis/questions.ts';
import { type TraceHead, traceDocument } from '../analysis/trace/document.ts';
import { statementOf } from '../analysis/trace/of-question.ts';
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
  /** Every frame's headers, as the editor shows a trace. */
  readonly verbose?: boolean;
}

/** A trace, and the statement that it answers where one is written. */
interface Answer {
  readonly result: TraceResult<Place>;
  readonly head: Omit<TraceHead, 'show'>;
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
  const answers =
    from === undefined ? everyTrace(model!, file, options, io) : [await oneTrace(project, model!, from, to!, options)];
  const show = (uri: string) => shownPath(uri, io.cwd);
  if (options.format === 'json') {
    const reports = answers.map(({ result }) => traceReport(result, show));
    io.out(`${JSON.stringify(from === undefined ? reports : reports[0], null, 2)}\n`);
  } else io.out(answers.map((answer) => textOf(answer, options, show, io)).join('\n'));
  return EXIT.ok;
}

function textOf({ result, head }: Answer, options: TraceOptions, show: (uri: string) => string, io: Io): string {
  if (options.verbose) return traceDocument(result, { ...head, show }).text;
  return `${traceText(result, show, stylesFor(io.colour))}\n`;
}

function everyTrace(model: Model, file: string, options: TraceOptions, io: Io): Answer[] {
  const traces = tracesOf(model);
  if (traces.length === 0) io.err(`${basename(file)} has no trace; name two ends: knet trace ${file} A B\n`);
  return traces.map((question) => ({
    result: resultOf(model, withOptions(question, options)),
    head: statementOf(model, question),
  }));
}

async function oneTrace(
  project: Project,
  model: Model,
  from: string,
  to: string,
  options: TraceOptions,
): Promise<Answer> {
  const asked = await ask(project.analysis, project.services.shared, model, from, to);
  if ('problem' in asked) throw new UsageError(asked.problem);
  return { result: resultOf(asked.model, withOptions(asked.question, options)), head: {} };
}

const resultOf = (model: Model, question: Trace) => resolveOrigins(model.traceOf(question), rangeOf);

/** Options say more than the words of the ends do, so they win. */
function withOptions(question: Trace, { size, df, ttl }: TraceOptions): Trace {
  const probe = { ...question.probe, ...(size && { size }), ...(df && { dontFragment: true }), ...(ttl && { ttl }) };
  return { ...question, probe };
}
