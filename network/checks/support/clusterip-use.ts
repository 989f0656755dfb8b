import type { Address } from '../../address/address.ts';
import { containsAddress } from '../../address/prefix.ts';
import type { Allocate } from '../../topology/allocation.ts';
import { indexById } from '../../topology/by-id.ts';
import type { Cluster } from '../../topology/cluster.ts';
import { nicAddresses } from '../../topology/ipam/nics.ts';
import type { Endpoint, Trace } from '../../topology/question.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Service } from '../../topology/workload.ts';

interface Models {
  readonly topology: Topology;
  readonly allocate: Allocate;
}

/** The Service whose ClusterIP a question uses from where nobody knows it; undefined for any other question. */
export function clusterIpFromOutside(models: Models, { from, to }: Trace): Service | undefined {
  const used = usedService(models, to);
  if (!used || !isOutside(models, used.cluster, from)) return undefined;
  return isRouted(models.topology, used.addresses) ? undefined : used.service;
}

interface Used {
  readonly service: Service;
  readonly cluster: Cluster;
  readonly addresses: readonly Address[];
}

/** By name a Service is used by its ClusterIP where it has no other address. */
function usedService({ topology, allocate }: Models, to: Endpoint): Used | undefined {
  if (to.kind === 'address') return atAddress({ topology, allocate }, to.address);
  const { services, clusters } = indexById(topology);
  const service = to.kind === 'service' ? services.get(to.id) : undefined;
  const cluster = service && clusters.get(service.cluster);
  if (!cluster || service.type !== 'ClusterIP' || service.headless || service.externalIPs.length > 0) return undefined;
  return { service, cluster, addresses: allocate(cluster).clusterIPs(service) };
}

function atAddress({ topology, allocate }: Models, address: Address): Used | undefined {
  for (const cluster of topology.clusters) {
    if (!cluster.serviceCIDRs.some(({ value }) => containsAddress(value, address))) continue;
    const services = cluster.namespaces.flatMap((namespace) => namespace.services);
    const service = services.find((one) => allocate(cluster).clusterIPs(one).includes(address));
    if (service) return { service, cluster, addresses: [address] };
  }
  return undefined;
}

/** What is not known to be outside is not. */
function isOutside({ topology, allocate }: Models, cluster: Cluster, from: Endpoint): boolean {
  switch (from.kind) {
    case 'workload':
    case 'namespace':
    case 'node':
      return !from.id.startsWith(`${cluster.id}/`);
    case 'pod':
      return !from.workload.startsWith(`${cluster.id}/`);
    case 'host':
    case 'container':
    case 'segment':
    case 'internet':
      return true;
    case 'address':
      return !nodeAddresses(topology, cluster).has(from.address) && !allocate(cluster).podAt(from.address);
    default:
      return false;
  }
}

function nodeAddresses(topology: Topology, { nodes }: Cluster): ReadonlySet<Address> {
  return new Set(nodes.flatMap((node) => node.nics.flatMap((nic) => nicAddresses(topology).of(nic))));
}

/** Somebody has written a route to it, which may lead to a node. */
function isRouted({ vpcs, routers, hosts }: Topology, addresses: readonly Address[]): boolean {
  const routes = [...vpcs.flatMap((vpc) => vpc.routeTables), ...routers, ...hosts].flatMap((owner) => owner.routes);
  const special = routes.filter(({ destination, via }) => destination.value.length > 0 && via !== 'blackhole');
  return special.some(({ destination }) => addresses.some((one) => containsAddress(destination.value, one)));
}
