import { type Address, addressAt } from '../../network/address/address.ts';
import { containsAddress } from '../../network/address/prefix.ts';
import type { Cluster } from '../../network/topology/cluster.ts';
import { NOWHERE, type Origin, type Sourced } from '../../network/topology/origin.ts';
import type { Namespace, Service, ServicePort, Workload } from '../../network/topology/workload.ts';
import { addedService, addedWorkload } from './added.ts';
import { CONTROLLER, usesNginx, withController } from './ingress-controller.ts';

/**
 * The namespaces of a cluster with what every cluster has: `kube-system` with the pods and the Service of DNS, `default`
 * with the Service of the API server. What is declared by hand stays as it is.
 */
export function withImplicit(cluster: Cluster): Namespace[] {
  const wanted = ['kube-system', 'default', ...(usesNginx(cluster) ? [CONTROLLER.namespace] : [])];
  const names = wanted.filter((name) => !cluster.namespaces.some((one) => one.name === name));
  const all = [...cluster.namespaces, ...names.map((name) => emptyNamespace(cluster, name))];
  return all.map((namespace) => {
    if (namespace.name === 'kube-system') return withDns(cluster, namespace);
    if (namespace.name === CONTROLLER.namespace && usesNginx(cluster)) return withController(cluster, namespace);
    return namespace.name === 'default' ? withApiServer(cluster, namespace) : namespace;
  });
}

const emptyNamespace = (cluster: Cluster, name: string): Namespace => ({
  id: `${cluster.id}/${name}`,
  name,
  origin: NOWHERE,
  cluster: cluster.id,
  labels: { 'kubernetes.io/metadata.name': name },
  workloads: [],
  services: [],
  ingresses: [],
  policies: [],
});

const has = (list: readonly { readonly name: string }[], name: string) => list.some((one) => one.name === name);

function withDns(cluster: Cluster, namespace: Namespace): Namespace {
  const { implementation } = cluster.dns;
  return {
    ...namespace,
    workloads: has(namespace.workloads, implementation)
      ? namespace.workloads
      : [...namespace.workloads, dnsWorkload(cluster, namespace)],
    services: has(namespace.services, 'kube-dns')
      ? namespace.services
      : [...namespace.services, dnsService(cluster, namespace)],
  };
}

const DNS_LABELS = { 'k8s-app': 'kube-dns' };

function dnsWorkload(cluster: Cluster, namespace: Namespace): Workload {
  const { implementation, replicas, origin } = cluster.dns;
  return {
    ...addedWorkload(cluster, namespace, implementation, origin),
    labels: DNS_LABELS,
    replicas,
    ports: [
      { name: 'dns', protocol: 'UDP', port: 53, origin },
      { name: 'dns-tcp', protocol: 'TCP', port: 53, origin },
    ],
  };
}

function dnsService(cluster: Cluster, namespace: Namespace): Service {
  const { origin, clusterIP } = cluster.dns;
  const requirement = { key: 'k8s-app', operator: 'In', values: ['kube-dns'], origin } as const;
  return {
    ...addedService(cluster, namespace, 'kube-dns', origin),
    clusterIPs: clusterIP ? [clusterIP] : serviceAddress(cluster, 10),
    selector: { requirements: [requirement], origin },
    ports: [port('dns', 'UDP', 53, 53, origin), port('dns-tcp', 'TCP', 53, 53, origin)],
  };
}

/** The API server listens on port 6443 of the first node, which stands for the control plane. */
function withApiServer(cluster: Cluster, namespace: Namespace): Namespace {
  if (has(namespace.services, 'kubernetes')) return namespace;
  const service: Service = {
    ...addedService(cluster, namespace, 'kubernetes', NOWHERE),
    clusterIPs: serviceAddress(cluster, 1),
    ports: [port('https', 'TCP', 443, 6443, NOWHERE)],
    endpoints: (cluster.nodes[0]?.nics ?? []).flatMap((nic) => nic.addresses).slice(0, 1),
  };
  return { ...namespace, services: [...namespace.services, service] };
}

const port = (
  name: string,
  protocol: 'TCP' | 'UDP',
  number: number,
  targetPort: number,
  origin: Origin,
): ServicePort => ({ name, protocol, port: number, targetPort, origin });

/** The address that many places into the first service range, when the range is that large. */
function serviceAddress(cluster: Cluster, offset: number): Sourced<Address>[] {
  const range = cluster.serviceCIDRs[0]?.value;
  const address = range && addressAt(range.first, offset);
  return range && address !== undefined && containsAddress(range, address) ? [{ value: address, origin: NOWHERE }] : [];
}
