import type { Address } from '../../network/address/address.ts';
import { containsAddress, formatPrefix, overlaps, type Prefix } from '../../network/address/prefix.ts';
import type { Range } from '../../network/address/ranges.ts';
import type { Allocate } from '../../network/topology/allocation.ts';
import type { Cluster } from '../../network/topology/cluster.ts';
import { nicAddresses, usableRanges } from '../../network/topology/ipam/nics.ts';
import type { Topology } from '../../network/topology/topology.ts';
import type { Segment, Vpc } from '../../network/topology/underlay.ts';
import { boxId } from '../content/ids.ts';
import { inLine } from '../content/words.ts';
import type { Box, Graph } from '../graph.ts';
import { type Part, weightOf, whole } from './ranges.ts';

/**
 * The address plan: every range with the ranges in it, in the order of addresses and as high as they are large (by the
 * logarithm), and what is free between them.
 */
export function addressGraph(topology: Topology, allocate: Allocate): Graph {
  const pods = topology.clusters.flatMap((cluster) => podsOfSubnets(cluster, allocate));
  const boxes = [
    ...topology.vpcs.flatMap((vpc) => vpcBoxes(topology, vpc, pods)),
    ...topology.segments.filter(({ vpc }) => vpc === undefined).flatMap((one) => segmentBoxes(topology, one, pods)),
    ...topology.clusters.flatMap((cluster, accent) => clusterBoxes(cluster, allocate, accent)),
  ];
  return { boxes, edges: [], arrangement: 'addresses' };
}

/** Addresses that the cluster's CNI takes of subnets, for pods and for the interfaces that carry them. */
function podsOfSubnets(cluster: Cluster, allocate: Allocate): Address[] {
  if (cluster.cni.kind !== 'terway' && cluster.cni.kind !== 'aws-vpc') return [];
  const allocation = allocate(cluster);
  return cluster.nodes.flatMap((node) => [
    ...allocation.podsOn(node.id).flatMap(({ addresses }) => addresses),
    ...allocation.elasticInterfaces(node).flatMap(({ address, primary }) => [address, ...(primary ? [primary] : [])]),
  ]);
}

function vpcBoxes(topology: Topology, vpc: Vpc, pods: readonly Address[]): Box[] {
  const subnets = topology.segments.filter((segment) => segment.vpc === vpc.id);
  const parts = subnets.flatMap((subnet) => segmentParts(topology, subnet, pods));
  return vpc.cidrs.map(({ value }) =>
    whole(value, { id: rangeId('vpc', vpc.id, value), kind: 'vpc', label: vpc.name }, parts),
  );
}

function segmentBoxes(topology: Topology, segment: Segment, pods: readonly Address[]): Box[] {
  return segmentParts(topology, segment, pods).map(({ range, box }) => ({
    ...box,
    weight: weightOf(range),
    children: [],
  }));
}

function segmentParts(topology: Topology, segment: Segment, pods: readonly Address[]): Part[] {
  const used = nicAddresses(topology).inUse(segment.id);
  return segment.cidrs.map(({ value }) => {
    // Pods in their node's network have its address, which counts once.
    const inside = new Set([...used, ...pods].filter((address) => containsAddress(value, address))).size;
    const usable = usableRanges(topology, segment).find(({ first }) => containsAddress(value, first));
    const detail = inLine(formatPrefix(value), `${inside} of ${usable ? sizeText(usable) : 0} used`);
    return {
      range: value,
      box: { id: rangeId('segment', segment.id, value), kind: 'segment', label: segment.name, detail },
    };
  });
}

function clusterBoxes(cluster: Cluster, allocate: Allocate, accent: number): Box[] {
  const allocation = allocate(cluster);
  const nodes = cluster.nodes.flatMap((node): Part[] =>
    allocation.nodePodCIDRs(node).map((range) => {
      const detail = inLine(formatPrefix(range), `${allocation.podCountOn(node.id).all} pods`);
      return { range, box: { id: rangeId('node', node.id, range), kind: 'node', label: node.name, detail, accent } };
    }),
  );
  const box = (what: string, value: Prefix, parts: readonly Part[], used?: string) => {
    const id = rangeId('cluster', `${cluster.id} ${what}`, value);
    return whole(value, { id, kind: 'cluster', label: `${cluster.name} ${what}`, detail: used, accent }, parts);
  };
  const services = cluster.namespaces.flatMap((namespace) => namespace.services);
  const clusterIPs = services.flatMap((service) => allocation.clusterIPs(service));
  const taken = (range: Prefix) => `${clusterIPs.filter((address) => containsAddress(range, address)).length} used`;
  return [
    ...podRanges(cluster).map(([what, range]) => box(what, range, nodes)),
    ...cluster.serviceCIDRs.map(({ value }) => box('services', value, [], taken(value))),
  ];
}

/** The cluster's ranges for pods, and Calico's pools where they lie outside of them. */
function podRanges({ podCIDRs, cni }: Cluster): [what: string, range: Prefix][] {
  const declared = podCIDRs.map(({ value }): [string, Prefix] => ['pods', value]);
  const pools = cni.kind === 'calico' ? cni.ipPools : [];
  return [
    ...declared,
    ...pools.flatMap(({ name, cidr }): [string, Prefix][] =>
      cidr && !declared.some(([, range]) => overlaps(range, cidr.value)) ? [[name, cidr.value]] : [],
    ),
  ];
}

/** A range may be said twice (dual stack, several CIDRs): its own text tells the boxes of one object apart. */
const rangeId = (kind: 'vpc' | 'segment' | 'node' | 'cluster', id: string, range: Prefix): string =>
  `${boxId(kind, id)} ${formatPrefix(range)}`;

const sizeText = ({ first, last }: Range): string => {
  const size = BigInt(last) - BigInt(first) + 1n;
  return size > 1n << 32n ? `2^${Math.floor(Math.log2(Number(size)))}` : String(size);
};
