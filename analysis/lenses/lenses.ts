import type { Range } from 'vscode-languageserver-types';
import * as ast from '../../language/generated/ast.ts';
import type { Model } from '../model.ts';
import { questionAt } from '../questions.ts';
import { verdictName } from '../trace/words.ts';
import { createTurns } from '../turns.ts';

/**
 * Where a lens stands: on every `trace` and `expect` with two ends. Read off the syntax tree, because this is asked for
 * at every keystroke: nothing is lowered for it and no packet is followed.
 */
export function lensRanges({ documents: [document] }: Model): Range[] {
  const root = document!.parseResult.value;
  if (!ast.isModel(root)) return [];
  return root.items.flatMap((item) => {
    const written = (ast.isTrace(item) || ast.isExpect(item)) && item.from && item.to;
    return written && item.$cstNode ? [item.$cstNode.range] : [];
  });
}

/** What a lens says, or why it says nothing: nobody wants to know, or knowing takes longer than a lens may. */
export type LensOutcome = { readonly words: string } | 'stopped' | 'undecided';

/** Milliseconds of work for one lens. What takes longer the diagnostics find out, and the lens is asked for again. */
const LENS_BUDGET = 100;

/** What became of the question that begins at a lens's place. Gives way to other work. */
export async function lensOutcome(model: Model, { start }: Range, stop: () => boolean): Promise<LensOutcome> {
  const found = questionAt(model, model.uri, start);
  if (!found) return 'stopped';
  if (found.kind === 'trace') return { words: model.traceOf(found.question).disposition };
  const turns = createTurns(stop);
  const end = performance.now() + LENS_BUDGET;
  for (const _ of model.judging(found.question)) {
    if (performance.now() > end) return 'undecided';
    if (turns.over() && !(await turns.next())) return 'stopped';
  }
  const { verdict, result } = model.verdictOf(found.question);
  return { words: result ? `${verdictName(verdict)}, ${result.disposition}` : verdictName(verdict) };
}
