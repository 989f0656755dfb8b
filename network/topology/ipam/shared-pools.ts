import { type Address, addressAt, type Family, familyOf } from '../../address/address.ts';
import { type Range, RangeSet } from '../../address/ranges.ts';
import { indexById } from '../by-id.ts';
import type { Cluster, Node } from '../cluster.ts';
import type { Topology } from '../topology.ts';
import type { Segment } from '../underlay.ts';
import { lazy, remembered } from './lazy.ts';
import { nicAddresses, usableRanges } from './nics.ts';
import { type PlacementIndex, placePods, type SharedPool } from './placement.ts';
import { nodesByRange } from './pod-index.ts';
import { writtenAddress, writtenPodAddresses } from './written.ts';

/** The next free address of a family in one of a node's sources, or nothing when they are exhausted. */
type Draw = (node: Node, family: Family) => Address | undefined;

/** Whether the CNI takes pod addresses from a range that nodes share. */
export function sharesPools(cluster: Cluster): boolean {
  const { cni } = cluster;
  return cni.kind === 'weave' || cni.kind === 'aws-vpc' || (cni.kind === 'terway' && cni.mode !== 'vpc');
}

/** The pools of a topology by cluster. Those in VPCs are drawn all at once, in order, since clusters may share a subnet. */
export function sharedPools(topology: Topology): (cluster: Cluster) => SharedPool {
  const vpc = lazy(() => {
    const draw = vpcDraw(topology);
    const clusters = topology.clusters.filter((cluster) => sharesPools(cluster) && cluster.cni.kind !== 'weave');
    return new Map(clusters.map((cluster) => [cluster, pool(cluster, vpcPlacement(topology, cluster), draw(cluster))]));
  });
  const weave = remembered((cluster: Cluster) =>
    pool(
      cluster,
      placePods(cluster, () => undefined),
      weaveDraw(cluster),
    ),
  );
  return (cluster) => vpc().get(cluster) ?? weave(cluster);
}

/** Gives every automatic pod the next address, in the order of the pods. */
function pool(cluster: Cluster, placement: PlacementIndex, draw: Draw): SharedPool {
  const given: Record<Family, (Address | undefined)[]> = { 4: [], 6: [] };
  for (const workload of placement.workloads) {
    const start = placement.firstPod(workload);
    for (let index = 0; index < placement.count(workload) && !workload.hostNetwork; index++) {
      const node = cluster.nodes[placement.nodeOf(start + index)]!;
      for (const family of [4, 6] as const) {
        given[family][start + index] = writtenAddress(workload, index, family) ?? draw(node, family);
      }
    }
  }
  return { placement, address: (pod, family) => given[family][pod] };
}

/** A pod with a written address and no node is on the first node that draws from that address's vSwitch. */
function vpcPlacement(topology: Topology, cluster: Cluster): PlacementIndex {
  const table = lazy(() => {
    const segments = cluster.nodes.map((node) => podSegments(topology, cluster, node));
    return nodesByRange(segments.map((own) => own.flatMap((segment) => segment.cidrs.map((cidr) => cidr.value))));
  });
  return placePods(cluster, (address) => cluster.nodes[table().lookup(address)?.value ?? -1]);
}

/** Weave: one range for all; from the second address on, the first being the first bridge's. */
function weaveDraw(cluster: Cluster): Draw {
  const written = writtenPodAddresses(cluster);
  const streams = cluster.podCIDRs.map(({ value }) =>
    written.free({ first: addressAt(value.first, 2), last: addressAt(value.last, -1) }),
  );
  const families = cluster.podCIDRs.map(({ value }) => familyOf(value.first));
  return (_, family) => streams[families.indexOf(family)]?.next().value ?? undefined;
}

/**
 * The vSwitches or subnets that a node's pods draw from: Terway's pod vSwitches of the node's zone (without any, the
 * node's own vSwitch), the AWS CNI's: the subnet of the node's first NIC.
 */
export function podSegments(topology: Topology, cluster: Cluster, node: Node): readonly Segment[] {
  const { segments } = indexById(topology);
  const own = segments.get(node.nics.find((nic) => nic.segment)?.segment?.value ?? '');
  if (!own || cluster.cni.kind !== 'terway' || cluster.cni.podVSwitches.length === 0) return own ? [own] : [];
  const declared = cluster.cni.podVSwitches.flatMap((reference) => segments.get(reference.value) ?? []);
  return declared.filter((segment) => segment.zone?.value === own.zone?.value);
}

/**
 * Draws from the segments of a VPC; one for the whole topology, since clusters may share them. Pods of the AWS CNI count
 * down from the end, because their subnet is the nodes' too, which count up: neither's newcomers move the other.
 */
function vpcDraw(topology: Topology): (cluster: Cluster) => Draw {
  const clusters = topology.clusters.filter(sharesPools);
  const written = clusters.flatMap((cluster) =>
    [4, 6].flatMap((f) => writtenPodAddresses(cluster).ranges(f as Family)),
  );
  const streams = new Map<string, Iterator<Address>>();
  const given = new Set<Address>();
  const streamOf = (segment: Segment, family: Family, downwards: boolean) => {
    const key = `${segment.id} ${family} ${downwards}`;
    let stream = streams.get(key);
    if (!stream) {
      const taken = new RangeSet([
        ...written,
        ...RangeSet.ofAddresses(nicAddresses(topology).inUse(segment.id)).ranges(family),
      ]);
      const ranges = usableRanges(topology, segment).filter((range) => familyOf(range.first) === family);
      stream = freeAddresses(taken, ranges, downwards, given);
      streams.set(key, stream);
    }
    return stream;
  };
  return (cluster) => {
    const segmentsOf = remembered((node: Node) => podSegments(topology, cluster, node));
    return (node, family) => {
      for (const segment of segmentsOf(node)) {
        const next = streamOf(segment, family, cluster.cni.kind === 'aws-vpc').next();
        if (!next.done) return next.value;
      }
      return undefined;
    };
  };
}

function* freeAddresses(taken: RangeSet, ranges: readonly Range[], downwards: boolean, given: Set<Address>) {
  for (const range of ranges) {
    for (const address of downwards ? taken.freeDownwards(range) : taken.free(range)) {
      if (given.has(address)) continue;
      given.add(address);
      yield address;
    }
  }
}
