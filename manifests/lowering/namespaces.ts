import type { Cluster } from '../../network/topology/cluster.ts';
import { NOWHERE, type Origin } from '../../network/topology/origin.ts';
import type { Policy } from '../../network/topology/policy.ts';
import type { Ingress, Namespace, Service, Workload } from '../../network/topology/workload.ts';

interface Draft {
  origin: Origin;
  labels: Namespace['labels'];
  readonly workloads: Workload[];
  readonly services: Service[];
  readonly ingresses: Ingress[];
  readonly policies: Policy[];
}

/** The namespaces of the cluster with what is added to them. */
export class NamespaceBuilder {
  readonly #cluster: Cluster;
  readonly #drafts = new Map<string, Draft>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    for (const { name, origin, labels, ...lists } of cluster.namespaces) {
      const { workloads, services, ingresses, policies } = lists;
      this.#drafts.set(name, {
        origin,
        labels,
        workloads: [...workloads],
        services: [...services],
        ingresses: [...ingresses],
        policies: [...policies],
      });
    }
  }

  /** Labels that `.knet` gives a namespace stay, and the API server's own label is always there. */
  declare(name: string, labels: Namespace['labels'], origin: Origin): void {
    const draft = this.of(name);
    draft.labels = { ...labels, ...draft.labels };
    if (draft.origin.reader === 'none') draft.origin = origin;
  }

  /** One that is used and never declared exists all the same. */
  of(name: string): Draft {
    const known = this.#drafts.get(name);
    if (known) return known;
    const labels = { 'kubernetes.io/metadata.name': name };
    const draft = { origin: NOWHERE, labels, workloads: [], services: [], ingresses: [], policies: [] };
    this.#drafts.set(name, draft);
    return draft;
  }

  all(): Namespace[] {
    const { id: cluster } = this.#cluster;
    return [...this.#drafts].map(([name, { origin, labels, ...draft }]) => ({
      id: `${cluster}/${name}`,
      name,
      origin,
      cluster,
      labels,
      workloads: uniqueIds(withoutReplaced(draft.workloads)),
      services: uniqueIds(withoutReplaced(draft.services)),
      ingresses: uniqueIds(draft.ingresses),
      policies: uniqueIds(draft.policies),
    }));
  }
}

/** What knet adds by itself gives way to what a manifest declares under the name. */
function withoutReplaced<T extends { readonly name: string; readonly implicit: boolean }>(list: readonly T[]): T[] {
  const written = new Set(list.filter(({ implicit }) => !implicit).map(({ name }) => name));
  return list.filter(({ implicit, name }) => !implicit || !written.has(name));
}

function uniqueIds<T extends { readonly id: string }>(list: readonly T[]): T[] {
  const taken = new Set<string>();
  return list.map((one) => {
    let id = one.id;
    for (let i = 2; taken.has(id); i++) id = `${one.id}#${i}`;
    taken.add(id);
    return id === one.id ? one : { ...one, id };
  });
}
