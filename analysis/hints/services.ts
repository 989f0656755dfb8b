import type * as ast from '../../language/generated/ast.ts';
import { formatAddress } from '../../network/address/address.ts';
import { selectedBy } from '../../network/checks/support/selected.ts';
import { indexById } from '../../network/topology/by-id.ts';
import { hasNodePorts } from '../../network/topology/ipam/node-ports.ts';
import type { Service } from '../../network/topology/workload.ts';
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

function selected({ topology, allocate }: Model, service: Service): number {
  const { clusters, namespaces } = indexById(topology);
  const cluster = clusters.get(service.cluster);
  const namespace = namespaces.get(`${service.cluster}/${service.namespace}`);
  if (!cluster || !namespace) return 0;
  const allocation = allocate(cluster);
  return selectedBy(namespace, service).reduce((sum, workload) => sum + allocation.pods(workload).length, 0);
}
