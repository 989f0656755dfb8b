import type { Cluster } from '../../network/topology/cluster.ts';
import type { Namespace, Workload } from '../../network/topology/workload.ts';
import { boxId, podsId } from '../content/ids.ts';
import type { Box } from '../graph.ts';

/** The pods of a workload wherever they run, as one stack. */
export const workloadId = (workload: Pick<Workload, 'id'>): string => podsId(workload.id, '');

/** A workload as one row; `count` pods. */
export function workloadBox(workload: Workload, count: number, accent: number, detail?: string): Box {
  return { id: workloadId(workload), kind: 'pods', label: workload.name, detail, count, accent, children: [] };
}

/** How many pods a workload has, without asking for any of them. */
export const podsOf = ({ kind, replicas }: Workload, { nodes }: Cluster): number =>
  kind === 'DaemonSet' ? nodes.length : replicas;

/** A namespace as a frame around some of its workloads; undefined when none is shown. */
export function namespaceBox(namespace: Namespace, several: boolean, accent: number, children: readonly Box[]): Box[] {
  if (children.length === 0) return [];
  const label = several ? namespace.id : namespace.name;
  return [{ id: boxId('namespace', namespace.id), kind: 'namespace', label, accent, children }];
}
