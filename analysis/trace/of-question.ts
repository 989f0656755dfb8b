import { URI, UriUtils } from 'langium';
import type { Trace } from '../../network/topology/question.ts';
import type { Model } from '../model.ts';
import { declarationRangeOf, rangeOf } from '../origins.ts';
import { resolveOrigins } from '../places.ts';
import { findQuestion, type Question, questionText, resultOf, type Sought } from '../questions.ts';
import { createTurns } from '../turns.ts';
import { type TraceHead, traceDocument } from './document.ts';
import type { TraceDocument } from './sheet.ts';
import { verdictWords } from './words.ts';

/** The document of a question, and where the question stands now. */
export interface QuestionSheet extends TraceDocument {
  readonly question: string;
  readonly line: number;
}

/**
 * The document of a question of the model's own file. Gives way to other work while packets are followed; undefined when
 * there is no such question, or when `stop` says that nobody wants it any more.
 */
export async function sheetOf(
  model: Model,
  sought: Sought,
  stop: () => boolean = () => false,
): Promise<QuestionSheet | undefined> {
  const found = findQuestion(model, sought);
  if (!found || !(await judged(model, found, stop))) return undefined;
  const question = questionText(model, found);
  const document = traceDocument(resolveOrigins(resultOf(model, found), rangeOf), {
    ...statementOf(model, found.question),
    verdict: found.kind === 'expect' ? verdictWords(model.verdictOf(found.question)) : undefined,
    show: (uri) => shortName(model.uri, uri),
  });
  return { ...document, question, line: found.range.start.line };
}

/** A statement of the model's own file as a trace's document names it. */
export function statementOf(model: Model, { origin }: Trace): Pick<TraceHead, 'question' | 'place'> {
  const place = declarationRangeOf(origin);
  return place?.uri === model.uri ? { question: questionText(model, place), place } : {};
}

/** False when nobody wants to know any more. */
export async function judged(model: Model, found: Question, stop: () => boolean): Promise<boolean> {
  if (found.kind === 'trace') return true;
  const turns = createTurns(stop);
  for (const _ of model.judging(found.question)) if (turns.over() && !(await turns.next())) return false;
  return true;
}

/** A file as seen from the folder of another. */
export function shortName(from: string, uri: string): string {
  return UriUtils.relative(UriUtils.dirname(URI.parse(from)), URI.parse(uri));
}
