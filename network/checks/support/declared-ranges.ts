import type { Address } from '../../address/address.ts';
import type { Range } from '../../address/ranges.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { Sourced } from '../../topology/origin.ts';
import { machinesOf, type Topology } from '../../topology/topology.ts';
import type { StaticRoute } from '../../topology/underlay.ts';

/**
 * Every range and address that a model says, whatever for: a repair chooses from what is left. VPCs are apart, because a
 * subnet's new range has to lie inside one.
 */
export interface DeclaredRanges {
  readonly vpcs: readonly Range[];
  readonly others: readonly Range[];
}

/** Every range and address that a topology writes down. */
export function declaredRanges(topology: Topology): DeclaredRanges {
  const { vpcs, segments, hosts, overlays, clusters, routers } = topology;
  const prefixes = [...segments, ...overlays, ...hosts.flatMap((host) => host.docker?.bridges ?? [])];
  const machines = machinesOf(topology);
  const routes = [...vpcs.flatMap((vpc) => vpc.routeTables), ...routers, ...machines].flatMap((owner) => owner.routes);
  const addresses = [
    ...segments.flatMap((segment) => segment.gateways),
    ...vpcs.flatMap((vpc) => vpc.natGateways.flatMap((nat) => nat.address ?? [])),
    ...machines.flatMap((machine) => machine.nics.flatMap((nic) => nic.addresses)),
    ...hosts.flatMap((host) => host.docker?.containers ?? []).flatMap((container) => container.addresses),
  ];
  return {
    vpcs: vpcs.flatMap((vpc) => values(vpc.cidrs)),
    others: [
      ...prefixes.flatMap((owner) => values(owner.cidrs)),
      ...clusters.flatMap(clusterRanges),
      ...routes.flatMap(destination),
      ...addresses.map(single),
      ...questionedAddresses(topology).map((address) => ({ first: address, last: address })),
    ],
  };
}

function clusterRanges(cluster: Cluster): readonly Range[] {
  const pools = cluster.cni.kind === 'calico' ? cluster.cni.ipPools : [];
  const workloads = cluster.namespaces.flatMap((namespace) => namespace.workloads);
  const services = cluster.namespaces.flatMap((namespace) => namespace.services);
  return [
    ...values([...cluster.podCIDRs, ...cluster.serviceCIDRs, ...pools.flatMap((pool) => pool.cidr ?? [])]),
    ...cluster.nodes.flatMap((node) => values([...node.podCIDRs, ...node.ipBlocks])),
    ...workloads.flatMap((workload) => workload.addresses).map(single),
    ...services.flatMap((service) => [...service.clusterIPs, ...service.externalIPs, ...service.endpoints]).map(single),
  ];
}

/** A default route says nothing about what lies where. */
function destination(route: StaticRoute): readonly Range[] {
  return route.destination.value.length === 0 ? [] : [route.destination.value];
}

/** Addresses that a `trace` or an `expect` asks about mean something that exists. */
function questionedAddresses({ traces, expects }: Topology): readonly Address[] {
  return [...traces, ...expects]
    .flatMap((question) => [question.from, question.to])
    .flatMap((end) => (end.kind === 'address' ? [end.address] : []));
}

function values<T>(sourced: readonly Sourced<T>[]): readonly T[] {
  return sourced.map((one) => one.value);
}

function single({ value }: Sourced<Address>): Range {
  return { first: value, last: value };
}
