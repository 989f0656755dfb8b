import type { Address } from '../../address/address.ts';
import type { Allocation } from '../../topology/allocation.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { Service } from '../../topology/workload.ts';

/** What a pod's `/etc/resolv.conf` says. */
export interface Resolver {
  readonly nameserver: Address;
  /** Suffixes that are tried, in order. */
  readonly search: readonly string[];
  /** A name with fewer dots is tried with the suffixes first. */
  readonly ndots: number;
}

/** The Service that kubelet names to the pods (`clusterDNS`). */
export function dnsService(cluster: Cluster): Service | undefined {
  const system = cluster.namespaces.find(({ name }) => name === 'kube-system');
  return system?.services.find(({ name }) => name === 'kube-dns');
}

/**
 * What kubelet writes for the pods of a namespace under `dnsPolicy: ClusterFirst`; undefined where the cluster has no DNS.
 * Source: kubernetes.io/docs/concepts/services-networking/dns-pod-service.
 */
export function podResolver(cluster: Cluster, allocation: Allocation, namespace: string): Resolver | undefined {
  const service = dnsService(cluster);
  const nameserver = service && allocation.clusterIPs(service)[0];
  if (nameserver === undefined) return undefined;
  const domain = cluster.clusterDomain;
  return { nameserver, search: [`${namespace}.svc.${domain}`, `svc.${domain}`, domain], ndots: 5 };
}

/**
 * The full names that a resolver asks for, one after the other until one has an answer: with a dot at the end only
 * itself, with enough dots itself first, else the search path first. Source: resolv.conf(5).
 */
export function candidates(name: string, { search, ndots }: Pick<Resolver, 'search' | 'ndots'>): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const searched = search.map((suffix) => `${name}.${suffix}`);
  const dots = name.split('.').length - 1;
  return dots >= ndots ? [name, ...searched] : [...searched, name];
}
