import { type Address, addressAt, formatAddress } from '../../address/address.ts';
import { containsAddress, containsPrefix, formatPrefix, type Prefix, prefixOf } from '../../address/prefix.ts';
import type { Cluster } from '../../topology/cluster.ts';
import { sharesPools } from '../../topology/ipam/shared-pools.ts';
import type { Origin, Sourced } from '../../topology/origin.ts';
import { machinesOf, type Topology } from '../../topology/topology.ts';
import type { Segment } from '../../topology/underlay.ts';
import type { Change } from '../diagnostic.ts';
import { isWritten } from './place.ts';

type Literal = Sourced<Address | Prefix>;

/**
 * Moves what is written inside a range along with the range, each to the same place in the new one; undefined when the
 * new range is too small for it. A range that moved alone would leave its own members outside.
 */
export function moveAlong(members: readonly Literal[], from: Prefix, to: Prefix): readonly Change[] | undefined {
  const changes = new Map<Origin, Change>();
  for (const { value, origin } of members) {
    if (!isWritten(origin) || !isInside(value, from)) continue;
    const moved = move(value, from, to);
    if (moved === undefined) return undefined;
    changes.set(origin, { kind: 'set', origin, value: moved });
  }
  return [...changes.values()];
}

/** Literals of a cluster that lie in its pod ranges. */
export function podLiterals(cluster: Cluster): readonly Literal[] {
  const pools = cluster.cni.kind === 'calico' ? cluster.cni.ipPools : [];
  return [
    ...pools.flatMap((pool) => pool.cidr ?? []),
    ...cluster.nodes.flatMap((node) => [...node.podCIDRs, ...node.ipBlocks]),
    ...podAddressLiterals(cluster),
  ];
}

/** Literals of a cluster that lie in its service ranges. */
export function serviceLiterals(cluster: Cluster): readonly Literal[] {
  const services = cluster.namespaces.flatMap((namespace) => namespace.services);
  const dns = cluster.dns.clusterIP ? [cluster.dns.clusterIP] : [];
  return [...dns, ...services.flatMap((service) => service.clusterIPs)];
}

/** Literals of whatever lives on a segment. */
export function segmentLiterals(topology: Topology, segment: Segment): readonly Literal[] {
  const machines = machinesOf(topology);
  const nics = machines.flatMap((machine) => machine.nics).filter((nic) => nic.segment?.value === segment.id);
  const natGateways = topology.vpcs
    .flatMap((vpc) => vpc.natGateways)
    .filter((nat) => nat.segment?.value === segment.id);
  return [
    ...segment.gateways,
    ...nics.flatMap((nic) => nic.addresses),
    ...natGateways.flatMap((nat) => nat.address ?? []),
    ...topology.clusters.filter(sharesPools).flatMap(podAddressLiterals),
  ];
}

function podAddressLiterals(cluster: Cluster): readonly Literal[] {
  return cluster.namespaces.flatMap((namespace) => namespace.workloads).flatMap((workload) => workload.addresses);
}

function isInside(value: Address | Prefix, range: Prefix): boolean {
  return typeof value === 'object' ? containsPrefix(range, value) : containsAddress(range, value);
}

function move(value: Address | Prefix, from: Prefix, to: Prefix): string | undefined {
  const shift = (address: Address) => addressAt(to.first, BigInt(address) - BigInt(from.first));
  if (typeof value !== 'object') {
    return containsAddress(to, shift(value)) ? formatAddress(shift(value)) : undefined;
  }
  if (value.length === from.length) return formatPrefix(to);
  const moved = prefixOf(shift(value.first), value.length);
  return containsPrefix(to, moved) ? formatPrefix(moved) : undefined;
}
