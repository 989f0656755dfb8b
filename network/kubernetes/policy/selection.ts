import type { Cluster } from '../../topology/cluster.ts';
import { groupBy } from '../../topology/grouping.ts';
import { remembered } from '../../topology/ipam/lazy.ts';
import type { Policy } from '../../topology/policy.ts';
import type { SelectablePod } from '../../topology/policy-matching.ts';
import { type Labels, matches } from '../../topology/selector.ts';
import type { Workload } from '../../topology/workload.ts';

export type Direction = 'ingress' | 'egress';

const TYPES = { ingress: 'Ingress', egress: 'Egress' } as const;

/**
 * Which policies of a cluster are about which pods. Pods of one workload have the same labels, so a question is asked
 * once for each workload, and only for those that a packet comes to.
 */
export class PolicySelection {
  readonly #labels: ReadonlyMap<string, Labels>;
  readonly #policies: ReadonlyMap<string, readonly Policy[]>;
  readonly #selecting = remembered((workload: Workload) => this.#select(workload));

  constructor({ namespaces }: Pick<Cluster, 'namespaces'>) {
    this.#labels = new Map(namespaces.map(({ name, labels }) => [name, labels]));
    this.#policies = groupBy(
      namespaces.flatMap(({ policies }) => policies),
      ({ namespace }) => namespace,
    );
  }

  /** Policies that isolate the pods of a workload in a direction: their rules together say what is let by. */
  isolating(workload: Workload, direction: Direction): readonly Policy[] {
    return this.#selecting(workload).filter(
      ({ broken, policyTypes }) => !broken && policyTypes.includes(TYPES[direction]),
    );
  }

  /** Policies of which a part cannot be read and that may be about the workload, in whatever direction. */
  broken(workload: Workload): readonly Policy[] {
    return this.#selecting(workload).filter(({ broken }) => broken);
  }

  /** What a peer's selectors are held against. */
  podOf({ namespace, labels }: Workload): SelectablePod {
    return { namespace, labels, namespaceLabels: this.#labels.get(namespace) ?? {} };
  }

  /** Every readable or broken policy that selects it; none governs a pod in its node's network. */
  #select(workload: Workload): readonly Policy[] {
    if (workload.hostNetwork) return [];
    const own = this.#policies.get(workload.namespace) ?? [];
    return own.filter(({ podSelector }) => matches(podSelector, workload.labels));
  }
}
