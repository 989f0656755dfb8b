import type { Model } from '../../analysis/model.ts';
import { resolveOrigins } from '../../analysis/places.ts';
import { tracesOf } from '../../analysis/questions.ts';
import { rangeOf } from '../../language/origins.ts';
import { endpointText } from '../../network/trace/question.ts';
import type { TraceResult } from '../../network/trace/result.ts';
import { traceEvery } from '../../network/trace/trace.ts';

/** A `trace` or `expect` of a file and what the model answers, as plain JSON: all that the comparison is told. */
export interface Question {
  readonly kind: 'trace' | 'expect';
  /** From 1, in the file itself. */
  readonly line: number;
  readonly text: string;
  readonly result: TraceResult<unknown>;
}

/** Every question that stands in the file itself, traces first, with its answer. */
export function questionsOf(model: Model): readonly Question[] {
  const expects = model.topology.expects.filter(({ origin }) => rangeOf(origin)?.uri === model.uri);
  return [
    ...tracesOf(model).map((one) => ({ kind: 'trace' as const, one, result: model.traceOf(one) })),
    // Whatever decides, every packet that the statement means is asked for, and every way that it may go.
    ...expects.map((one) => ({ kind: 'expect' as const, one, result: traceEvery(model.network, one) })),
  ].map(({ kind, one, result }) => ({
    kind,
    line: (rangeOf(one.origin)?.range.start.line ?? 0) + 1,
    text: `${endpointText(one.from)} -> ${endpointText(one.to)}`,
    result: plain(result),
  }));
}

/** What JSON keeps, without the places in the text: nothing of the model itself comes along. */
function plain(result: TraceResult): TraceResult<unknown> {
  return JSON.parse(JSON.stringify(resolveOrigins(result, () => undefined))) as TraceResult<unknown>;
}
