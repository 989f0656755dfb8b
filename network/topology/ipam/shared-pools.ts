import { type Address, type Family, familyOf } from '../../address/address.ts';
import { indexById } from '../by-id.ts';
import type { Cluster, Node } from '../cluster.ts';
import type { Topology } from '../topology.ts';
import type { Segment } from '../underlay.ts';
import { type ElasticInterface, interfacePlan, NodeInterfaces } from './elastic-interfaces.ts';
import { lazy, remembered } from './lazy.ts';
import { type PlacementIndex, placePods, type SharedPool } from './placement.ts';
import { nodesByRange } from './pod-index.ts';
import { SegmentStreams } from './segment-streams.ts';
import { weaveBridges, weaveDraw } from './weave-range.ts';
import { writtenAddress, writtenPodAddresses } from './written.ts';

/** The next free address of a family in one of a node's sources, or nothing when they are exhausted. */
type Draw = (node: Node, family: Family) => Address | undefined;

/** What a VPC gives to the nodes of a cluster. */
interface VpcSource {
  readonly draw: Draw;
  /** The network interfaces of a node; undefined where its CNI attaches none. */
  interfaces(node: Node): NodeInterfaces | undefined;
}

/** Whether the CNI gives pods addresses of the VPC, as machines have them. */
export function usesVpcAddresses({ cni }: Pick<Cluster, 'cni'>): boolean {
  return cni.kind === 'aws-vpc' || (cni.kind === 'terway' && cni.mode !== 'vpc');
}

/** Whether the CNI takes pod addresses from a range that nodes share. */
export function sharesPools(cluster: Pick<Cluster, 'cni'>): boolean {
  return cluster.cni.kind === 'weave' || usesVpcAddresses(cluster);
}

/** The pools of a topology by cluster. Those in VPCs are drawn all at once, in order, since clusters may share a subnet. */
export function sharedPools(topology: Topology): (cluster: Cluster) => SharedPool {
  const vpc = lazy(() => {
    const source = vpcSources(topology);
    const clusters = topology.clusters.filter(usesVpcAddresses);
    return new Map(
      clusters.map((cluster) => [cluster, pool(cluster, vpcPlacement(topology, cluster), source(cluster))]),
    );
  });
  const weave = remembered((cluster: Cluster): SharedPool => {
    const placement = placePods(cluster, () => undefined);
    const pods = pool(cluster, placement, { draw: weaveDraw(cluster), interfaces: () => undefined });
    return { ...pods, ...weaveBridges(cluster) };
  });
  return (cluster) => vpc().get(cluster) ?? weave(cluster);
}

/** Gives every automatic pod the next address, in the order of the pods. */
function pool(cluster: Cluster, placement: PlacementIndex, { draw, interfaces }: VpcSource): SharedPool {
  const given: Record<Family, (Address | undefined)[]> = { 4: [], 6: [] };
  const assigned = new Map<Address, ElasticInterface>();
  const cardsOf = cluster.nodes.map(interfaces);
  const next = (node: number, family: Family, written: Address | undefined) => {
    const cards = family === 4 ? cardsOf[node] : undefined;
    if (!cards) return written ?? draw(cluster.nodes[node]!, family);
    const found = cards.assign(written);
    if (found?.by) assigned.set(found.address, found.by);
    return found?.address;
  };
  for (const workload of placement.workloads) {
    const start = placement.firstPod(workload);
    for (let index = 0; index < placement.count(workload) && !workload.hostNetwork; index++) {
      const node = placement.nodeOf(start + index);
      for (const family of [4, 6] as const) {
        given[family][start + index] = next(node, family, writtenAddress(workload, index, family));
      }
    }
  }
  return {
    placement,
    address: (pod, family) => given[family][pod],
    interfaces: (node) => interfaces(node)?.elastic() ?? [],
    interfaceAt: (address) => assigned.get(address),
    ofNode: () => [],
    nodeAt: () => undefined,
  };
}

/** A pod with a written address and no node is on the first node that draws from that address's vSwitch. */
function vpcPlacement(topology: Topology, cluster: Cluster): PlacementIndex {
  const table = lazy(() => {
    const segments = cluster.nodes.map((node) => podSegments(topology, cluster, node));
    return nodesByRange(segments.map((own) => own.flatMap((segment) => segment.cidrs.map((cidr) => cidr.value))));
  });
  return placePods(cluster, (address) => cluster.nodes[table().lookup(address)?.value ?? -1]);
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
function vpcSources(topology: Topology): (cluster: Cluster) => VpcSource {
  const written = topology.clusters
    .filter(sharesPools)
    .flatMap((cluster) => [4, 6].flatMap((f) => writtenPodAddresses(cluster).ranges(f as Family)));
  const streams = new SegmentStreams(topology, written);
  return (cluster) => {
    const downwards = cluster.cni.kind === 'aws-vpc';
    const segmentsOf = remembered((node: Node) => podSegments(topology, cluster, node));
    const offered = new Set(
      topology.segments.flatMap(({ cidrs }) => cidrs.map(({ value }): Family => familyOf(value.first))),
    );
    const stream = {
      4: remembered((segment: Segment) => streams.of(segment, 4, downwards)),
      6: remembered((segment: Segment) => streams.of(segment, 6, downwards)),
    };
    const source = {
      address: (segment: Segment) => stream[4](segment).next().value ?? undefined,
      prefix: (segment: Segment) => streams.nextPrefix(segment),
    };
    return {
      draw(node, family) {
        for (const segment of offered.has(family) ? segmentsOf(node) : []) {
          const { value } = stream[family](segment).next();
          if (value !== undefined) return value;
        }
        return undefined;
      },
      interfaces: remembered((node: Node) => {
        const plan = interfacePlan(cluster, node);
        return plan && new NodeInterfaces(node, plan, segmentsOf(node), source);
      }),
    };
  };
}
