import type { Sourced } from '../../network/topology/origin.ts';
import type { Labels } from '../../network/topology/selector.ts';
import type { Workload, WorkloadKind } from '../../network/topology/workload.ts';
import type { Owner, WrittenWorkload } from '../kinds/workload.ts';

/*
 * A dump has the pods beside the controllers that made them. Pods of one controller are one workload as far as nothing
 * can tell them apart: labels, ports, the network they use.
 */

/** Labels that controllers write by themselves; they differ from pod to pod, or with each roll-out. */
const CONTROLLERS_OWN: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'controller-uid',
  'batch.kubernetes.io/controller-uid',
  'job-name',
  'batch.kubernetes.io/job-name',
  'batch.kubernetes.io/job-completion-index',
]);

const KINDS: ReadonlySet<string> = new Set<WorkloadKind>([
  'Pod',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'ReplicaSet',
  'ReplicationController',
]);

/** A workload, with the names of the nodes that its pods are on. */
export interface Collapsed {
  readonly workload: Workload;
  readonly nodeNames: readonly Sourced<string>[];
}

/**
 * Puts pods, and controllers that have controllers themselves, under the workload at the top. `selected` has the labels
 * that some selector asks for: those that controllers write tell pods apart only then.
 */
export function collapse(written: readonly WrittenWorkload[], selected: ReadonlySet<string>): Collapsed[] {
  const heads = new Heads(written);
  for (const one of written) heads.add(one);
  return heads.all.flatMap((head) => classesOf(head, selected));
}

/** What stands at the top: a workload that is written, or a controller that only its pods name. */
interface Head {
  readonly own?: WrittenWorkload;
  readonly owner?: Owner;
  readonly pods: WrittenWorkload[];
}

class Heads {
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
      // What a Deployment says of its pods its ReplicaSets only repeat.
      if (!parent) this.#head(keyOf(workload), { own: one, pods: [] });
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

function classesOf(head: Head, selected: ReadonlySet<string>): Collapsed[] {
  const { own } = head;
  if (own && head.pods.length === 0) return [{ workload: own.workload, nodeNames: own.nodeName ? [own.nodeName] : [] }];
  const classes = new Map<string, WrittenWorkload[]>();
  for (const pod of head.pods) {
    const key = signature(pod.workload, selected);
    classes.set(key, [...(classes.get(key) ?? []), pod]);
  }
  const ownKey = own && signature(own.workload, selected);
  return [...classes].map(([key, pods]) => classOf(head, pods, key === ownKey, selected));
}

/** Pods of which the template says everything are the workload that is written; others bear its name. */
function classOf(
  { own, owner }: Head,
  pods: readonly WrittenWorkload[],
  isTemplate: boolean,
  selected: ReadonlySet<string>,
): Collapsed {
  const nodeNames = pods.flatMap(({ nodeName }) => nodeName ?? []);
  const addresses = pods.flatMap(({ workload }) => workload.addresses);
  if (own && isTemplate) return { workload: { ...own.workload, addresses }, nodeNames };
  const pod = pods[0]!.workload;
  const name = own?.workload.name ?? owner!.name;
  const kind = own?.workload.kind ?? owner!.kind ?? 'Pod';
  const known = KINDS.has(kind);
  const workload: Workload = {
    ...pod,
    id: `${pod.cluster}/${pod.namespace}/${name}`,
    name,
    kind: known ? (kind as WorkloadKind) : 'Pod',
    ...(!known && { controller: kind }),
    labels: tellingLabels(pod.labels, selected),
    replicas: pods.length,
    addresses,
  };
  return { workload, nodeNames };
}

function tellingLabels(labels: Labels, selected: ReadonlySet<string>): Labels {
  const entries = Object.entries(labels).filter(([key]) => !CONTROLLERS_OWN.has(key) || selected.has(key));
  return Object.fromEntries(entries);
}

/** All that a policy or a Service can tell a pod by. */
function signature({ labels, ports, hostNetwork }: Workload, selected: ReadonlySet<string>): string {
  const telling = Object.entries(tellingLabels(labels, selected)).sort(([a], [b]) => (a < b ? -1 : 1));
  const listens = ports.map(({ name, protocol, port }) => `${name ?? ''} ${port}/${protocol}`).sort();
  return JSON.stringify([telling, listens, hostNetwork]);
}
