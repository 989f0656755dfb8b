import type { Cluster } from '../../network/topology/cluster.ts';
import type { Origin } from '../../network/topology/origin.ts';
import type { Namespace, Service, Workload } from '../../network/topology/workload.ts';

/*
 * What knet adds by itself: a Service and a Deployment as the API server makes them when nothing else is written.
 */

/** A Service of type ClusterIP without ports. */
export function addedService(cluster: Cluster, namespace: Namespace, name: string, origin: Origin): Service {
  return {
    ...placed(cluster, namespace, name, origin),
    type: 'ClusterIP',
    typeOrigin: origin,
    headless: false,
    clusterIPs: [],
    ports: [],
    externalIPs: [],
    externalTrafficPolicy: 'Cluster',
    internalTrafficPolicy: 'Cluster',
    sessionAffinity: 'None',
    loadBalancerSourceRanges: [],
    endpoints: [],
    implicit: true,
  };
}

/** A Deployment of one pod without ports. */
export function addedWorkload(cluster: Cluster, namespace: Namespace, name: string, origin: Origin): Workload {
  return {
    ...placed(cluster, namespace, name, origin),
    kind: 'Deployment',
    labels: {},
    replicas: 1,
    on: [],
    addresses: [],
    hostNetwork: false,
    ports: [],
    implicit: true,
  };
}

const placed = (cluster: Cluster, namespace: Namespace, name: string, origin: Origin) => ({
  id: `${namespace.id}/${name}`,
  name,
  origin,
  cluster: cluster.id,
  namespace: namespace.name,
});
