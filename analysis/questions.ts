import type { Position, Range } from 'vscode-languageserver-types';
import { contains } from '../language/ranges.ts';
import type { Expect, Trace } from '../network/topology/question.ts';
import type { TraceResult } from '../network/trace/result.ts';
import { type Model, perModel } from './model.ts';
import { declarationRangeOf, rangeOf } from './origins.ts';
import { type Place, resolveOrigins } from './places.ts';

export type Question =
  | { readonly kind: 'trace'; readonly question: Trace; readonly range: Range }
  | { readonly kind: 'expect'; readonly question: Expect; readonly range: Range };

/** The `trace` or `expect` that stands at a position. */
export function questionAt(model: Model, uri: string, position: Position): Question | undefined {
  return indexed(model)
    .get(uri)
    ?.get(position.line)
    ?.find(({ range }) => contains(range, position));
}

/** Where to look for a question in a text that may have changed since it was seen. */
export interface Sought {
  /** Line from 0. */
  readonly line: number;
  /** As it was written. */
  readonly text?: string;
}

/** The question of the model's own file that is written so, the nearest to the line; else the one on the line. */
export function findQuestion(model: Model, { line, text }: Sought): Question | undefined {
  const lines = indexed(model).get(model.uri);
  if (!lines) return undefined;
  const same = text === undefined ? [] : [...lines.values()].flat().filter((one) => questionText(model, one) === text);
  const away = ({ range }: Question) => Math.abs(range.start.line - line);
  const [nearest] = same.sort((a, b) => away(a) - away(b));
  return nearest ?? lines.get(line)?.[0];
}

/** A question of the model's own file as it is written, on one line. */
export function questionText({ documents }: Model, { range }: Pick<Question, 'range'>): string {
  return documents[0]!.textDocument.getText(range).replace(/\s+/g, ' ');
}

/** Questions by the file and the lines that they stand on: a hover must not go through ten thousand of them. */
const indexed = perModel(({ topology: { traces, expects } }) => {
  const files = new Map<string, Map<number, Question[]>>();
  const add = (question: Question, uri: string) => {
    const lines = getOrMake(files, uri, () => new Map());
    for (let line = question.range.start.line; line <= question.range.end.line; line++)
      getOrMake(lines, line, () => []).push(question);
  };
  for (const question of traces) placed(question, ({ uri, range }) => add({ kind: 'trace', question, range }, uri));
  for (const question of expects) placed(question, ({ uri, range }) => add({ kind: 'expect', question, range }, uri));
  return files;
});

function placed({ origin }: Trace, use: (place: Place) => void): void {
  const place = declarationRangeOf(origin);
  if (place) use(place);
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
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
