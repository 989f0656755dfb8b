import type { Model, Verdict } from '../model.ts';
import { type Question, resultOf } from '../questions.ts';
import { traceMarkdown } from '../trace/markdown.ts';
import type { Budget } from './budget.ts';
import { text } from './lines.ts';

const VERDICTS: Readonly<Record<Verdict['verdict'], string>> = {
  holds: 'Holds',
  fails: 'Fails',
  insufficient: 'Not decided',
};

/** A `trace`: the packet's way. An `expect`: whether it holds and why, then the way that decided it. */
export function questionMarkdown(model: Model, found: Question, budget: Budget): string {
  if (found.kind === 'trace') return traceMarkdown(resultOf(model, found));
  const { verdict, reason, result } = model.verdictOf(found.question);
  const head = `**${VERDICTS[verdict]}**${reason === '' ? '' : `: ${text(reason)}`}`;
  if (result) return `${head}\n\n${traceMarkdown(result)}`;
  if (budget.spent()) return `${head}\n\n${budget.note}`;
  return `${head}\n\n${traceMarkdown(model.traceOf(found.question))}`;
}
