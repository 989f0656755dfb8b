import type { Position, Range } from 'vscode-languageserver-types';
import { declarationRangeOf, rangeOf } from '../language/origins.ts';
import type { Expect, Trace } from '../network/topology/question.ts';
import type { TraceResult } from '../network/trace/result.ts';
import type { Model } from './model.ts';
import { type Place, resolveOrigins } from './places.ts';

export type Question =
  | { readonly kind: 'trace'; readonly question: Trace; readonly range: Range }
  | { readonly kind: 'expect'; readonly question: Expect; readonly range: Range };

/** The `trace` or `expect` that stands at a position. */
export function questionAt(model: Model, uri: string, position: Position): Question | undefined {
  const { traces, expects } = model.topology;
  for (const question of traces) {
    const range = rangeIn(uri, question, position);
    if (range) return { kind: 'trace', question, range };
  }
  for (const question of expects) {
    const range = rangeIn(uri, question, position);
    if (range) return { kind: 'expect', question, range };
  }
  return undefined;
}

function rangeIn(uri: string, { origin }: Trace, position: Position): Range | undefined {
  const place = declarationRangeOf(origin);
  return place?.uri === uri && contains(place.range, position) ? place.range : undefined;
}

function contains({ start, end }: Range, { line, character }: Position): boolean {
  if (line < start.line || line > end.line) return false;
  return !(line === start.line && character < start.character) && !(line === end.line && character > end.character);
}

/** The packet's way of the `trace` or `expect` at a position, with the places of the rules that decided. */
export function traceAt(model: Model, uri: string, position: Position): TraceResult<Place> | undefined {
  const found = questionAt(model, uri, position);
  if (!found) return undefined;
  return resolveOrigins(resultOf(model, found), rangeOf);
}

/** For an `expect` the trace that decided it, where there is one. */
export function resultOf(model: Model, found: Question): TraceResult {
  const decided = found.kind === 'expect' ? model.verdictOf(found.question).result : undefined;
  return decided ?? model.traceOf(found.question);
}

/** The traces that stand in the file itself, in its order; not those of what it imports. */
export function tracesOf(model: Model): Trace[] {
  return model.topology.traces.filter(({ origin }) => rangeOf(origin)?.uri === model.uri);
}
