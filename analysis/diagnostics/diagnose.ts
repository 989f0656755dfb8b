import { syntaxDiagnostics } from '../../language/diagnostics.ts';
import { CHECKS } from '../../network/checks/catalogue.ts';
import type { Check, Diagnostic } from '../../network/checks/diagnostic.ts';
import { judgeable } from '../../network/checks/support/verdicts.ts';
import { manifestProblems } from '../manifests/problems.ts';
import type { Model } from '../model.ts';
import { createTurns, NO_TURNS, type Turns } from '../turns.ts';
import { textsOf } from './carry-over.ts';
import { comparePlaces, type Problem, problemKey, problemOf } from './problem.ts';
import { type SeverityOverrides, withSeverity } from './severity.ts';
import { isSilenced, type Silenced, silencedLines } from './silence.ts';

export interface DiagnoseOptions {
  readonly severities?: SeverityOverrides;
  /** True when the text has moved on and nobody wants the answer any more. */
  readonly stop?: () => boolean;
  /** True when no other work waits for a turn. */
  readonly alone?: boolean;
  /** A check that throws is a defect of the check: it is told here, and the others still run. */
  readonly onDefect?: (where: string, error: unknown) => void;
}

/** What the text of the model's files gets wrong. Cheap: made for every build. */
export function syntaxProblems(model: Model, options: DiagnoseOptions = {}): Problem[] {
  const found = model.documents.flatMap((document) =>
    guarded(`syntax of ${document.uri}`, options, () => syntaxDiagnostics(document)),
  );
  const manifests = guarded('manifests', options, () => manifestProblems(model));
  return finish([...found, ...manifests], model, options);
}

/**
 * What the catalogue's checks say of the whole model. Gives way to other work every few milliseconds, unless it is
 * done alone, and returns undefined when stopped.
 */
export async function checkProblems(model: Model, options: DiagnoseOptions = {}): Promise<Problem[] | undefined> {
  const quick = await quickProblems(model, options);
  const slow = quick && (await slowProblems(model, options));
  return slow && [...quick, ...slow].sort(comparePlaces);
}

/** What can be said without following a packet. */
export const quickProblems = (model: Model, options: DiagnoseOptions = {}) =>
  run(QUICK, model, options, turnsOf(options));

/** What becomes of the statements. Packets are followed one by one, with turns for others between. */
export async function slowProblems(model: Model, options: DiagnoseOptions = {}): Promise<Problem[] | undefined> {
  const turns = turnsOf(options);
  for (const expect of judgeable(model.topology))
    for (const _ of model.judging(expect)) if (turns.over() && !(await turns.next())) return undefined;
  return run(SLOW, model, options, turns);
}

const turnsOf = ({ stop, alone }: DiagnoseOptions) => (alone ? NO_TURNS : createTurns(stop));

/** Manifests alone say nothing of what carries packets: these checks ask for no more than what is in them. */
const OF_MANIFESTS: ReadonlySet<string> = new Set([
  'DUPLICATE-NAME',
  'CIDR-SYNTAX',
  'SVC-NO-ENDPOINT',
  'SVC-TARGET-PORT',
  'SVC-IP-RANGE',
  'NODEPORT-RANGE',
  'NODEPORT-DUPLICATE',
  'INGRESS-REF',
  'INGRESS-SHADOWED',
]);

/** Whether anything enforces policies is not known there, and is taken for granted. */
const isOfManifests = ({ code }: Check) =>
  OF_MANIFESTS.has(code) || (code.startsWith('NP-') && code !== 'NP-UNENFORCED');

const QUICK = CHECKS.filter(({ slow }) => !slow);
const SLOW = CHECKS.filter(({ slow }) => slow);

async function run(
  checks: readonly Check[],
  model: Model,
  options: DiagnoseOptions,
  turns: Turns,
): Promise<Problem[] | undefined> {
  const found: Diagnostic[] = [];
  for (const check of model.documents.length > 0 ? checks : checks.filter(isOfManifests)) {
    for (const diagnostic of results(check, model, options)) {
      found.push(diagnostic);
      if (turns.over() && !(await turns.next())) return undefined;
    }
    if (options.stop?.() || (turns.over() && !(await turns.next()))) return undefined;
  }
  return finish(found, model, options);
}

function* results(check: Check, model: Model, options: DiagnoseOptions): Generator<Diagnostic> {
  const { topology, allocate, verdictOf } = model;
  try {
    yield* check.run({ topology, allocate, verdictOf, stop: options.stop ?? (() => false) });
  } catch (error) {
    options.onDefect?.(`check ${check.code}`, error);
  }
}

function guarded(where: string, options: DiagnoseOptions, run: () => Diagnostic[]): Diagnostic[] {
  try {
    return run();
  } catch (error) {
    options.onDefect?.(where, error);
    return [];
  }
}

/** Places, silences, severities; sorted, and each finding once. */
function finish(found: readonly Diagnostic[], model: Model, options: DiagnoseOptions): Problem[] {
  const silenced = silencedBy(model);
  const unique = new Map<string, Problem>();
  for (const diagnostic of found) {
    const problem = withSeverity(problemOf(diagnostic, model.uri), options.severities ?? {});
    if (!problem || isSilenced(silenced(problem.uri), problem.range.start.line, problem.code)) continue;
    unique.set(problemKey(problem), problem);
  }
  return [...unique.values()].sort(comparePlaces);
}

function silencedBy(model: Model): (uri: string) => Silenced {
  const texts = textsOf(model);
  const known = new Map<string, Silenced>();
  return (uri) => {
    let lines = known.get(uri);
    if (!lines) {
      lines = silencedLines(texts.get(uri) ?? '');
      known.set(uri, lines);
    }
    return lines;
  };
}
