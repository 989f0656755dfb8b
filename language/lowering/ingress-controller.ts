import type { Cluster } from '../../network/topology/cluster.ts';
import { NOWHERE, type Origin } from '../../network/topology/origin.ts';
import type { Namespace, Service, ServicePort, Workload } from '../../network/topology/workload.ts';
import { addedService, addedWorkload } from './added.ts';

/** Where the official manifests of ingress-nginx put the controller, and what they call it. */
export const CONTROLLER = { namespace: 'ingress-nginx', name: 'ingress-nginx-controller' } as const;

const LABELS = { 'app.kubernetes.io/component': 'controller', 'app.kubernetes.io/name': 'ingress-nginx' };

/** Whether any ingress of a cluster is of class nginx, so that there has to be a controller. */
export function usesNginx({ namespaces }: Cluster): boolean {
  return namespaces.some(({ ingresses }) => ingresses.some((one) => one.class === 'nginx'));
}

/**
 * The controller as its manifests make it: one pod behind a Service with both ports, of type LoadBalancer where the nodes
 * are in a cloud and NodePort elsewhere. What is declared by hand stays as it is.
 */
export function withController(cluster: Cluster, namespace: Namespace): Namespace {
  if (namespace.services.some(({ name }) => name === CONTROLLER.name)) return namespace;
  const origin = firstNginx(cluster);
  const declared = namespace.workloads.some(({ name }) => name === CONTROLLER.name);
  return {
    ...namespace,
    workloads: declared ? namespace.workloads : [...namespace.workloads, workload(cluster, namespace, origin)],
    services: [...namespace.services, service(cluster, namespace, origin)],
  };
}

/** The declaration that brings it about. */
function firstNginx({ namespaces }: Cluster): Origin {
  const [first] = namespaces.flatMap(({ ingresses }) => ingresses.filter((one) => one.class === 'nginx'));
  return first?.origin ?? NOWHERE;
}

function workload(cluster: Cluster, namespace: Namespace, origin: Origin): Workload {
  return {
    ...addedWorkload(cluster, namespace, CONTROLLER.name, origin),
    labels: LABELS,
    ports: [
      { name: 'http', protocol: 'TCP', port: 80, origin },
      { name: 'https', protocol: 'TCP', port: 443, origin },
    ],
  };
}

function service(cluster: Cluster, namespace: Namespace, origin: Origin): Service {
  const requirements = Object.entries(LABELS).map(([key, value]) => {
    return { key, operator: 'In', values: [value], origin } as const;
  });
  return {
    ...addedService(cluster, namespace, CONTROLLER.name, origin),
    type: isInCloud(cluster) ? 'LoadBalancer' : 'NodePort',
    selector: { requirements, origin },
    ports: [port('http', 80, origin), port('https', 443, origin)],
  };
}

const port = (name: string, number: number, origin: Origin): ServicePort => {
  return { name, protocol: 'TCP', port: number, targetPort: name, origin };
};

/** A node in the subnet of a VPC: its segment's id has the VPC's in front. */
function isInCloud({ nodes }: Cluster): boolean {
  return nodes.some(({ nics }) => nics.some(({ segment }) => segment?.value.includes('/')));
}
