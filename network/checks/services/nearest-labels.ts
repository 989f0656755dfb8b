import { type Labels, matches, type Requirement, type Selector } from '../../topology/selector.ts';
import type { Declared } from '../../topology/underlay.ts';
import type { Change } from '../diagnostic.ts';

/** What a selector may select: a workload, or a namespace. */
export type Labelled = Declared & { readonly labels: Labels };

/** How a selector would have to read to match something. */
export interface Correction<T extends Labelled = Labelled> {
  readonly thing: T;
  /** The labels of the thing that the selector seems to mean, `key=value`. */
  readonly labels: readonly string[];
  /** Empty when no change of single requirements makes the selector match. */
  readonly changes: readonly Change[];
  readonly distance: number;
}

/** What a selector misses by the fewest letters; undefined when nothing has labels. */
export function nearestLabels<T extends Labelled>(selector: Selector, things: readonly T[]): Correction<T> | undefined {
  const corrections = things.flatMap((thing) => correct(selector, thing) ?? []);
  return corrections.sort((a, b) => a.distance - b.distance)[0];
}

function correct<T extends Labelled>(selector: Selector, thing: T): Correction<T> | undefined {
  if (Object.keys(thing.labels).length === 0) return undefined;
  const missed = selector.requirements.filter((requirement) => !matches(only(requirement), thing.labels));
  const taken = new Set(selector.requirements.filter((one) => !missed.includes(one)).map(({ key }) => key));
  const nearest = missed.map((requirement) => nearestFree(requirement, thing.labels, taken));
  const fixable = missed.every(
    ({ operator, values }, i) => operator === 'In' && values.length === 1 && nearest[i]!.isFree,
  );
  const labels = [...new Set(nearest.map((label) => label.text))];
  return {
    thing,
    labels,
    distance: nearest.reduce((sum, label) => sum + label.distance, 0),
    changes: fixable ? missed.map((r, i) => ({ kind: 'set', origin: r.origin, value: nearest[i]!.text })) : [],
  };
}

function only(requirement: Requirement): Selector {
  return { requirements: [requirement], origin: requirement.origin };
}

/** A key that the selector asks for already, or will, cannot stand there twice: such a label is only told. */
function nearestFree(requirement: Requirement, labels: Labels, taken: Set<string>) {
  const free = Object.fromEntries(Object.entries(labels).filter(([key]) => !taken.has(key)));
  const isFree = Object.keys(free).length > 0;
  const nearest = nearestLabel(requirement, isFree ? free : labels);
  taken.add(nearest.text.slice(0, nearest.text.indexOf('=')));
  return { ...nearest, isFree };
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
