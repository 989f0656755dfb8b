import { type Labels, matches, type Requirement, type Selector } from '../../topology/selector.ts';
import type { Workload } from '../../topology/workload.ts';
import type { Change } from '../diagnostic.ts';

/** How a selector would have to read to match a workload. */
export interface Correction {
  readonly workload: Workload;
  /** The labels of the workload that the selector seems to mean, `key=value`. */
  readonly labels: readonly string[];
  /** Empty when no change of single requirements makes the selector match. */
  readonly changes: readonly Change[];
  readonly distance: number;
}

/** The workload that a selector misses by the fewest letters; undefined when none has labels. */
export function nearestLabels(selector: Selector, workloads: readonly Workload[]): Correction | undefined {
  const corrections = workloads.flatMap((workload) => correct(selector, workload) ?? []);
  return corrections.sort((a, b) => a.distance - b.distance)[0];
}

function correct(selector: Selector, workload: Workload): Correction | undefined {
  if (Object.keys(workload.labels).length === 0) return undefined;
  const missed = selector.requirements.filter((requirement) => !matches(only(requirement), workload.labels));
  const nearest = missed.map((requirement) => nearestLabel(requirement, workload.labels));
  const fixable = missed.every((requirement) => requirement.operator === 'In' && requirement.values.length === 1);
  const labels = [...new Set(nearest.map((label) => label.text))];
  return {
    workload,
    labels,
    distance: nearest.reduce((sum, label) => sum + label.distance, 0),
    changes: fixable ? missed.map((r, i) => ({ kind: 'set', origin: r.origin, value: nearest[i]!.text })) : [],
  };
}

function only(requirement: Requirement): Selector {
  return { requirements: [requirement], origin: requirement.origin };
}

function nearestLabel({ key, values }: Requirement, labels: Labels): { text: string; distance: number } {
  const wanted = `${key}=${values.join(',')}`;
  const candidates = Object.entries(labels).map(([k, value]) => `${k}=${value}`);
  return candidates
    .map((text) => ({ text, distance: editDistance(wanted, text) }))
    .reduce((best, label) => (label.distance < best.distance ? label : best));
}

/** Optimal string alignment: letters to insert, remove, replace, or swap with the next. */
export function editDistance(a: string, b: string): number {
  let [beforeLast, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swaps = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = swaps ? beforeLast[j - 2]! + 1 : replaced;
      row.push(Math.min(replaced, swapped, last[j]! + 1, row[j - 1]! + 1));
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length]!;
}
