import type { Workload } from '../../network/topology/workload.ts';
import type { Owner, WrittenWorkload } from '../kinds/workload.ts';

/** What stands at the top: a workload that is written, or a controller that only its pods name. */
export interface Head {
  readonly own?: WrittenWorkload;
  readonly owner?: Owner;
  readonly pods: WrittenWorkload[];
}

/** Finds the workload at the top of each pod. */
export class Heads {
  readonly all: Head[] = [];
  readonly #controllers = new Map<string, WrittenWorkload>();
  readonly #byKey = new Map<string, Head>();

  constructor(written: readonly WrittenWorkload[]) {
    for (const one of written) if (one.workload.kind !== 'Pod') this.#controllers.set(keyOf(one.workload), one);
  }

  add(one: WrittenWorkload): void {
    const { workload, owner } = one;
    const parent = this.#parentOf(one);
    if (workload.kind !== 'Pod') {
      // What a Deployment says of its pods its ReplicaSets only repeat. Of other controllers (a Rollout) old ones have none.
      const isOld = workload.kind === 'ReplicaSet' && owner !== undefined && workload.replicas === 0;
      if (!parent && !isOld) this.#head(keyOf(workload), { own: one, pods: [] });
    } else if (parent) {
      const top = this.#topOf(parent);
      this.#head(keyOf(top.workload), { own: top, pods: [] }).pods.push(one);
    } else if (owner) {
      const key = `${workload.namespace}/${owner.kind ?? ''}/${owner.name}`;
      this.#head(key, { owner, pods: [] }).pods.push(one);
    } else this.all.push({ own: one, pods: [] });
  }

  #head(key: string, made: Head): Head {
    const known = this.#byKey.get(key);
    // Two workloads of one name are a problem of their own; both are there.
    if (known && (!made.own || known.own === made.own)) return known;
    this.#byKey.set(key, made);
    this.all.push(made);
    return made;
  }

  #parentOf({ workload, owner }: WrittenWorkload): WrittenWorkload | undefined {
    if (!owner?.kind) return undefined;
    const parent = this.#controllers.get(`${workload.namespace}/${owner.kind}/${owner.name}`);
    return parent?.workload === workload ? undefined : parent;
  }

  /** Owners that own each other in a circle are nobody's business: the climb ends. */
  #topOf(one: WrittenWorkload): WrittenWorkload {
    let top = one;
    for (let climbed = 0; climbed < 5; climbed++) {
      const parent = this.#parentOf(top);
      if (!parent) return top;
      top = parent;
    }
    return top;
  }
}

const keyOf = ({ namespace, kind, name }: Workload) => `${namespace}/${kind}/${name}`;
