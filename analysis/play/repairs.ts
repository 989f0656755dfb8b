import type { TracePath, TraceResult } from '../../network/trace/result.ts';
import { quickProblems } from '../diagnostics/diagnose.ts';
import type { Problem } from '../diagnostics/problem.ts';
import type { Model } from '../model.ts';
import type { Place } from '../places.ts';

/** What a check offers to repair where a packet does not arrive. */
export type RepairsOf = (path: TracePath<Place>) => readonly string[];

/** Checks run only where a path names one; undefined when nobody wants to know any more. */
export async function repairsFor(
  model: Model,
  result: TraceResult<unknown>,
  stop: () => boolean,
): Promise<RepairsOf | undefined> {
  if (!result.paths.some(({ code }) => code !== undefined)) return () => [];
  const problems = known.get(model) ?? (await quickProblems(model, { stop }));
  if (problems) known.set(model, problems);
  return problems && ((path) => repairsOf(path, problems));
}

const known = new WeakMap<Model, readonly Problem[]>();

/**
 * A check may find the same at several places. Those count that the packet passed; where it passed none of them, the only
 * one there is.
 */
function repairsOf(path: TracePath<Place>, problems: readonly Problem[]): string[] {
  const same = problems.filter(({ code, fixes }) => code === path.code && fixes.length > 0);
  const passed = linesOf(path);
  const met = same.filter((one) => [one, ...one.related].some((place) => passed.has(lineOf(place))));
  const fitting = met.length > 0 ? met : same.length === 1 ? same : [];
  return [...new Set(fitting.flatMap(({ fixes }) => fixes.map(({ title }) => title)))];
}

function linesOf({ forward, reply, error }: TracePath<Place>): Set<string> {
  const steps = [forward, reply ?? [], error ?? []].flat().flatMap((hop) => hop.steps);
  return new Set(steps.flatMap((step) => ('origin' in step && step.origin ? [lineOf(step.origin)] : [])));
}

const lineOf = ({ uri, range }: Place) => `${uri} ${range.start.line}`;
