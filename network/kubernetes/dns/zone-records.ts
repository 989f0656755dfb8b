import type { Allocation } from '../../topology/allocation.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { Service } from '../../topology/workload.ts';
import { endpointsOf } from '../services/endpoints.ts';
import type { Record } from './records.ts';
import { hostnameOf, nameOfService, zoneOf } from './zone.ts';

/** Every record of the cluster's Services, in the order of the text: what the zone answers, asked name by name. */
export function zoneRecords(cluster: Cluster, allocation: Allocation): readonly Record[] {
  const zone = zoneOf(cluster, allocation);
  const services = cluster.namespaces.flatMap((namespace) => namespace.services);
  return services
    .flatMap((service) => namesOf(cluster, allocation, service))
    .flatMap((name) => {
      const answer = zone.answer(name);
      return answer.kind === 'records' ? answer.records : [];
    });
}

function namesOf(cluster: Cluster, allocation: Allocation, service: Service): readonly string[] {
  const own = nameOfService(cluster, service);
  const endpoints = service.headless ? endpointsOf(cluster, allocation).addresses(service) : [];
  const named = service.ports.filter(({ name }) => name !== undefined);
  return [
    own,
    ...new Set(endpoints.map((endpoint) => `${hostnameOf(endpoint, service)}.${own}`)),
    ...named.map(({ name, protocol }) => `_${name}._${protocol.toLowerCase()}.${own}`),
  ];
}
