import { type Folding, UNFOLDED } from '../../diagram/summary/summary.ts';
import type { Model } from '../model.ts';
import { findQuestion, type Question, questionText, resultOf } from '../questions.ts';
import { judged } from '../trace/of-question.ts';
import { verdictWords } from '../trace/words.ts';
import { questionBetween } from './between.ts';
import { playbackOf } from './play.ts';
import type { Playback } from './playback.ts';
import { repairsFor } from './repairs.ts';

/** A statement by its line (from 0) and how it was written when it was last seen, or two boxes of the picture. */
export type Asked = { readonly line: number; readonly text?: string } | { readonly from: string; readonly to: string };

/**
 * What is asked for as it is played. A string says why there is nothing to play; undefined: there is no such statement, or
 * `stop` says that nobody wants it any more.
 */
export async function play(
  model: Model,
  asked: Asked,
  folding: Folding = UNFOLDED,
  stop: () => boolean = () => false,
): Promise<Playback | string | undefined> {
  if ('from' in asked) return playBetween(model, asked.from, asked.to, folding, stop);
  const found = findQuestion(model, asked);
  if (!found || !(await judged(model, found, stop))) return undefined;
  const result = resultOf(model, found);
  const repairs = await repairsFor(model, result, stop);
  if (!repairs) return undefined;
  const statement = { text: questionText(model, found), line: found.range.start.line };
  return { ...playbackOf(model, result, folding, repairs), statement, verdict: verdictOf(model, found) };
}

const verdictOf = (model: Model, found: Question) =>
  found.kind === 'expect' ? verdictWords(model.verdictOf(found.question)) : undefined;

async function playBetween(model: Model, from: string, to: string, folding: Folding, stop: () => boolean) {
  const question = questionBetween(model, from, to);
  if (typeof question === 'string') return question;
  const result = model.traceOf(question);
  const repairs = await repairsFor(model, result, stop);
  return repairs && playbackOf(model, result, folding, repairs);
}
