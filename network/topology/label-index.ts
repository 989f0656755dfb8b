import { matches, type Requirement, type Selector } from './selector.ts';
import type { Workload } from './workload.ts';

/**
 * The workloads of a namespace by their labels: a selector looks through the shortest list that one of its requirements
 * names, not through all, so that thousands of Services over thousands of workloads stay cheap.
 */
export class LabelIndex {
  readonly #all: readonly Workload[];
  readonly #byLabel = new Map<string, Workload[]>();

  constructor(workloads: readonly Workload[]) {
    this.#all = workloads;
    for (const workload of workloads) {
      for (const [key, value] of Object.entries(workload.labels)) this.#list(`${key}=${value}`).push(workload);
    }
  }

  /** Those that the selector matches, in the order of the text. */
  select(selector: Selector): readonly Workload[] {
    let shortest = this.#all;
    for (const requirement of selector.requirements) {
      const candidates = this.#candidates(requirement);
      if (candidates && candidates.length < shortest.length) shortest = candidates;
    }
    return shortest.filter((workload) => matches(selector, workload.labels));
  }

  /** What one requirement leaves, where the index knows. */
  #candidates({ key, operator, values }: Requirement): readonly Workload[] | undefined {
    if (operator !== 'In' || values.length !== 1) return undefined;
    return this.#byLabel.get(`${key}=${values[0]}`) ?? [];
  }

  #list(label: string): Workload[] {
    let list = this.#byLabel.get(label);
    if (!list) {
      list = [];
      this.#byLabel.set(label, list);
    }
    return list;
  }
}
