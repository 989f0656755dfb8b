import { indexById } from '../../topology/by-id.ts';
import type { Endpoint } from '../../topology/question.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Workload } from '../../topology/workload.ts';
import { selectedBy } from './selected.ts';

/**
 * Whether an `expect … cannot reach …` is about packets between Pods of these workloads: a repair that lets them by would
 * go against what somebody has stated.
 */
export function isForbidden(topology: Topology, from: readonly Workload[], to: readonly Workload[]): boolean {
  return topology.expects.some(
    (expect) => !expect.can && isAbout(topology, expect.from, from) && isAbout(topology, expect.to, to),
  );
}

function isAbout(topology: Topology, end: Endpoint, workloads: readonly Workload[]): boolean {
  switch (end.kind) {
    case 'workload':
      return workloads.some(({ id }) => id === end.id);
    case 'pod':
      return workloads.some(({ id }) => id === end.workload);
    case 'namespace':
      return workloads.some(({ cluster, namespace }) => `${cluster}/${namespace}` === end.id);
    case 'service':
      return leadsTo(topology, end.id, workloads);
    default:
      return false;
  }
}

function leadsTo(topology: Topology, id: string, workloads: readonly Workload[]): boolean {
  const { services, namespaces } = indexById(topology);
  const service = services.get(id);
  const namespace = service && namespaces.get(`${service.cluster}/${service.namespace}`);
  return namespace !== undefined && selectedBy(namespace, service!).some((one) => workloads.includes(one));
}
