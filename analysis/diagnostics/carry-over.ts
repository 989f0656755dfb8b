import { changeBetween } from '../../language/incremental/change.ts';
import type { Model } from '../model.ts';
import type { Problem } from './problem.ts';

/** The texts of a model by URI, as they were when something was found in them. */
export type Texts = ReadonlyMap<string, string>;

export const textsOf = (model: Model): Texts =>
  new Map([
    ...model.documents.map(({ uri, textDocument }) => [uri.toString(), textDocument.getText()] as const),
    ...model.manifests.map(({ uri, text }) => [uri, text] as const),
  ]);

/**
 * What was found in the texts as they were, where it stands in those of the model: shown until it is found again, or not.
 * What an edit went through has no place any more.
 */
export function carryOver(problems: readonly Problem[], before: Texts, model: Model): Problem[] {
  if (problems.length === 0) return [];
  const now = textsOf(model);
  const moves = new Map([...before].map(([uri, text]) => [uri, moveBetween(text, now.get(uri))]));
  return problems.flatMap((problem) => moves.get(problem.uri)?.(problem) ?? []);
}

type Move = (problem: Problem) => Problem | undefined;

const STAY: Move = (problem) => problem;
const GO: Move = () => undefined;

function moveBetween(before: string, now: string | undefined): Move {
  if (now === undefined) return GO;
  if (now === before) return STAY;
  const { start, oldEnd, newEnd } = changeBetween(before, now);
  const first = linesIn(before, 0, start);
  const last = first + linesIn(before, start, oldEnd);
  const lines = first + linesIn(now, start, newEnd) - last;
  return (problem) => {
    const { range } = problem;
    if (range.end.line < first) return problem;
    if (range.start.line <= last) return undefined;
    const down = ({ line, character }: Problem['range']['start']) => ({ line: line + lines, character });
    return { ...problem, range: { start: down(range.start), end: down(range.end) } };
  };
}

function linesIn(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
