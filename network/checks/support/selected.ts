import { perObject } from '../../topology/ipam/lazy.ts';
import { LabelIndex } from '../../topology/label-index.ts';
import type { Namespace, Service, Workload } from '../../topology/workload.ts';

const indexOf = perObject(({ workloads }: Namespace) => new LabelIndex(workloads));

/** The workloads of its namespace that a Service selects, in the order of the text; none without a selector. */
export function selectedBy(namespace: Namespace, { selector }: Service): readonly Workload[] {
  return selector ? indexOf(namespace).select(selector) : [];
}

/** A DaemonSet has a Pod on each node, whatever its replicas say. */
export function hasPods({ replicas, kind }: Workload): boolean {
  return replicas > 0 || kind === 'DaemonSet';
}
