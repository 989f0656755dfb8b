import { endpointsOf } from '../../kubernetes/services/endpoints.ts';
import type { Allocate } from '../../topology/allocation.ts';
import type { Cluster, Node } from '../../topology/cluster.ts';
import type { Service } from '../../topology/workload.ts';

/** Services of a cluster with `externalTrafficPolicy Local` that are to be had from outside. */
export function localServices({ namespaces }: Cluster): readonly Service[] {
  return namespaces
    .flatMap(({ services }) => services)
    .filter(({ type, externalIPs, externalTrafficPolicy }) => {
      const external = type === 'NodePort' || type === 'LoadBalancer' || externalIPs.length > 0;
      return external && externalTrafficPolicy === 'Local';
    });
}

/** Nodes on which a Service has no endpoint; none where it has no endpoint at all, which is another matter. */
export function nodesWithout(service: Service, cluster: Cluster, allocate: Allocate): readonly Node[] {
  const endpoints = endpointsOf(cluster, allocate(cluster)).addresses(service);
  if (endpoints.length === 0) return [];
  const having = new Set(endpoints.map(({ node }) => node));
  return cluster.nodes.filter(({ id }) => !having.has(id));
}

/** "n1, n2 and 3 more". */
export function nodeWords(nodes: readonly Node[]): string {
  const shown = nodes.slice(0, 3).map(({ name }) => name);
  const more = nodes.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
