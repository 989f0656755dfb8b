import type * as ast from '../../language/generated/ast.ts';
import { formatAddress } from '../../network/address/address.ts';
import { indexById } from '../../network/topology/by-id.ts';
import { hasNodePorts } from '../../network/topology/ipam/node-ports.ts';
import { LabelIndex } from '../../network/topology/label-index.ts';
import type { Service, Workload } from '../../network/topology/workload.ts';
import { idOf } from '../completion/cursor.ts';
import type { Model } from '../model.ts';
import type { Hint } from './hint.ts';

/** What a Service has that is not written: its ClusterIP, node ports, and how many endpoints. */
export function serviceWords(model: Model, node: ast.Service): Omit<Hint, 'at'> | undefined {
  const service = indexById(model.topology).services.get(idOf(node));
  if (!service || service.type === 'ExternalName') return undefined;
  return {
    text: [...addressWords(model, service), ...nodePortWords(model, service), endpointWords(model, service)].join(', '),
  };
}

function addressWords({ topology, allocate }: Model, service: Service): readonly string[] {
  const cluster = indexById(topology).clusters.get(service.cluster);
  if (!cluster || service.headless || service.clusterIPs.length > 0) return [];
  return allocate(cluster).clusterIPs(service).map(formatAddress);
}

function nodePortWords({ topology, allocate }: Model, service: Service): readonly string[] {
  const cluster = indexById(topology).clusters.get(service.cluster);
  if (!cluster || !hasNodePorts(service)) return [];
  const given = service.ports.flatMap((port, index) =>
    port.nodePort ? [] : (allocate(cluster).nodePort(service, index) ?? []),
  );
  return given.length === 0 ? [] : [`node port ${given.join(' ')}`];
}

function endpointWords(model: Model, service: Service): string {
  const number = service.selector ? selected(model, service) : service.endpoints.length;
  return `${number} endpoint${number === 1 ? '' : 's'}`;
}

function selected({ topology, allocate }: Model, { selector, cluster: id, namespace }: Service): number {
  const { clusters, namespaces } = indexById(topology);
  const cluster = clusters.get(id);
  const workloads = namespaces.get(`${id}/${namespace}`)?.workloads;
  if (!cluster || !workloads || !selector) return 0;
  const allocation = allocate(cluster);
  return indexOf(workloads)
    .select(selector)
    .reduce((sum, workload) => sum + allocation.pods(workload).length, 0);
}

const indexes = new WeakMap<readonly Workload[], LabelIndex>();

function indexOf(workloads: readonly Workload[]): LabelIndex {
  let index = indexes.get(workloads);
  if (!index) {
    index = new LabelIndex(workloads);
    indexes.set(workloads, index);
  }
  return index;
}
