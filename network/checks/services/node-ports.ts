import type { Allocation } from '../../topology/allocation.ts';
import type { Cluster } from '../../topology/cluster.ts';
import { hasNodePorts } from '../../topology/ipam/node-ports.ts';
import type { Sourced } from '../../topology/origin.ts';
import type { Service, ServicePort } from '../../topology/workload.ts';
import type { Fix } from '../diagnostic.ts';

/** A node port that somebody wrote. */
export interface WrittenNodePort {
  readonly service: Service;
  readonly port: ServicePort;
  readonly nodePort: Sourced<number>;
}

/** In the order of the text; only of Services that have node ports at all. */
export function writtenNodePorts(cluster: Cluster): readonly WrittenNodePort[] {
  const services = cluster.namespaces.flatMap((namespace) => namespace.services).filter(hasNodePorts);
  return services.flatMap((service) =>
    service.ports.flatMap((port) => (port.nodePort ? [{ service, port, nodePort: port.nodePort }] : [])),
  );
}

/** Whether the API server gives out the port in that cluster. */
export function isInRange({ serviceNodePortRange: { from, to } }: Cluster, { value }: Sourced<number>): boolean {
  return from <= value && value <= to;
}

/** Gives out node ports that no Service has, each once, so that repairs of several Services never meet in one. */
export function freeNodePorts(cluster: Cluster, allocation: Allocation): (after: number) => number | undefined {
  const { from, to } = cluster.serviceNodePortRange;
  const services = cluster.namespaces.flatMap((namespace) => namespace.services);
  const taken = new Set(
    services.flatMap((service) => service.ports.map((_, index) => allocation.nodePort(service, index))),
  );
  return (after) => {
    const size = to - from + 1;
    const start = from <= after && after < to ? after + 1 : from;
    for (let step = 0; step < size; step++) {
      const port = from + ((start - from + step) % size);
      if (taken.has(port)) continue;
      taken.add(port);
      return port;
    }
    return undefined;
  };
}

/** The repair that writes another node port; none where there is none left. */
export function moveNodePort({ nodePort }: WrittenNodePort, to: number | undefined): Fix[] {
  if (to === undefined) return [];
  const changes = [{ kind: 'set', origin: nodePort.origin, value: `${to}` }] as const;
  return [{ title: `Use the next free node port, ${to}`, changes }];
}

/** "Service default/web". */
export function serviceWords({ namespace, name }: Pick<Service, 'namespace' | 'name'>): string {
  return `Service ${namespace}/${name}`;
}
