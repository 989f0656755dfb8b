import { containsPrefix, overlaps, type Prefix, prefixFamily, prefixOf } from '../../address/prefix.ts';
import type { Range } from '../../address/ranges.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Machine } from '../../topology/underlay.ts';
import { declaredRanges } from './declared-ranges.ts';

/** The prefix as long as `own` that holds all of the ranges; undefined when they do not fit into one. */
export function blockAround(own: Prefix, ranges: readonly Range[]): Prefix | undefined {
  const [first] = ranges.filter((range) => typeof range.first === typeof own.first);
  if (!first) return undefined;
  const block = prefixOf(first.first, own.length);
  return ranges.every((range) => overlaps(block, range) && range.last <= block.last) ? block : undefined;
}

/** Nothing but what belongs to the Pods of the cluster lies in the range. */
export function isFreeForPods(topology: Topology, cluster: Cluster, range: Prefix): boolean {
  const clusters = topology.clusters.map((one) => (one === cluster ? withoutPods(cluster) : one));
  const { vpcs, others } = declaredRanges({ ...topology, clusters });
  return ![...vpcs, ...others].some((other) => overlaps(other, range));
}

/** Nothing but what is on the segment lies in the range, and a subnet's is in its VPC. */
export function isFreeForSegment(topology: Topology, segmentId: string, range: Prefix): boolean {
  const segment = topology.segments.find((one) => one.id === segmentId);
  const { vpcs, others } = declaredRanges(withoutSegment(topology, segmentId));
  if (others.some((other) => overlaps(other, range))) return false;
  if (segment?.vpc === undefined) return !vpcs.some((other) => overlaps(other, range));
  const own = topology.vpcs.find((vpc) => vpc.id === segment.vpc)?.cidrs ?? [];
  const sameFamily = own.filter((cidr) => prefixFamily(cidr.value) === prefixFamily(range));
  return sameFamily.some((cidr) => containsPrefix(cidr.value, range));
}

function withoutPods(cluster: Cluster): Cluster {
  const nodes = cluster.nodes.map((node) => ({ ...node, podCIDRs: [] }));
  const namespaces = cluster.namespaces.map((namespace) => ({ ...namespace, workloads: [] }));
  return { ...cluster, podCIDRs: [], nodes, namespaces };
}

function withoutSegment(topology: Topology, id: string): Topology {
  const strip = <T extends Machine>(machine: T): T => ({
    ...machine,
    nics: machine.nics.filter((nic) => nic.segment?.value !== id),
  });
  return {
    ...topology,
    segments: topology.segments.filter((segment) => segment.id !== id),
    hosts: topology.hosts.map(strip),
    clusters: topology.clusters.map((cluster) => ({ ...cluster, nodes: cluster.nodes.map(strip) })),
    vpcs: topology.vpcs.map((vpc) => ({
      ...vpc,
      natGateways: vpc.natGateways.filter((nat) => nat.segment?.value !== id),
    })),
  };
}
