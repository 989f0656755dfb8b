import type { TextEdit } from 'vscode-languageserver-types';
import { checkProblems, type DiagnoseOptions, syntaxProblems } from '../diagnostics/diagnose.ts';
import type { Problem } from '../diagnostics/problem.ts';
import type { Model } from '../model.ts';
import { Pieces } from './pieces.ts';
import { chooseRound } from './round.ts';
import type { Workshop } from './workshop.ts';

/** A repair may bring to light what the next one mends; after so many rounds that made nothing better it is given up. */
const PATIENCE = 12;

/** Milliseconds that somebody waits for a command: a file with more to mend is as far as it has come by then. */
const BUDGET = 8000;

type Edits = ReadonlyMap<string, readonly TextEdit[]>;

/**
 * Repairs the problems of a file, again and again until none is left that has a repair. Answers the edits that lead to the
 * best text on the way: repairs that only ever chase one another change nothing in the end. Edits may concern other
 * files of the model.
 */
export async function fixAll(model: Model, workshop: Workshop, options: DiagnoseOptions = {}): Promise<Edits> {
  const texts = new Map(
    model.documents.map(({ uri, textDocument }) => [uri.toString(), new Pieces(textDocument.getText())]),
  );
  const seen = new Set<string>();
  let best: { readonly badness: number; readonly edits: Edits } | undefined;
  const end = performance.now() + BUDGET;
  for (let idle = 0; idle < PATIENCE && performance.now() < end; idle++) {
    const problems = await problemsOf(texts, workshop, model, options);
    if (!problems || options.stop?.()) break;
    const badness = badnessOf(problems);
    if (!best || badness < best.badness) {
      best = { badness, edits: sumOf(texts) };
      idle = 0;
    }
    const chosen = chooseRound(problems.filter(({ uri }) => uri === model.uri));
    const state = [...texts.values()].map(({ text }) => text).join('\0');
    if (chosen.size === 0 || seen.has(state)) break;
    seen.add(state);
    for (const [uri, edits] of chosen) texts.get(uri)?.edit(edits);
  }
  return best?.edits ?? new Map();
}

async function problemsOf(
  texts: ReadonlyMap<string, Pieces>,
  workshop: Workshop,
  { source }: Model,
  options: DiagnoseOptions,
): Promise<Problem[] | undefined> {
  const model = await workshop.read(new Map([...texts].map(([uri, pieces]) => [uri, pieces.text])), source);
  if (!model) return undefined;
  const checks = await checkProblems(model, options);
  return checks && [...syntaxProblems(model, options), ...checks];
}

const WEIGHTS = { error: 1_000_000, warning: 1000, information: 1 } as const;

const badnessOf = (problems: readonly Problem[]) => problems.reduce((sum, { severity }) => sum + WEIGHTS[severity], 0);

function sumOf(texts: ReadonlyMap<string, Pieces>): Edits {
  const sums = [...texts].map(([uri, pieces]) => [uri, pieces.sum()] as const);
  return new Map(sums.filter(([, edits]) => edits.length > 0));
}
