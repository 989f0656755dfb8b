import { formatPrefix } from '../../network/address/prefix.ts';
import { type PodLimit, podLimits } from '../../network/cloud/pod-limits.ts';
import type { Allocation } from '../../network/topology/allocation.ts';
import { indexById } from '../../network/topology/by-id.ts';
import type { Cluster, Node } from '../../network/topology/cluster.ts';
import { podSegments, sharesPools } from '../../network/topology/ipam/shared-pools.ts';
import type { Segment } from '../../network/topology/underlay.ts';
import type { Model } from '../model.ts';
import type { Limit } from './limit.ts';
import type { PodRangePlan } from './pod-ranges.ts';
import { networkSpaces } from './underlay.ts';

export interface NodePlan {
  readonly name: string;
  /** Pod ranges in force (Calico: blocks). */
  readonly ranges: readonly string[];
  /** All its pods. */
  readonly pods: number;
  /** Those that count against the tightest bound: pods with the node's own address need no range and no interface. */
  readonly counted: number;
  /** How many of these it takes at most. */
  readonly room: number;
  readonly more: number;
  /** What bounds them: "maxPods is 110". */
  readonly because: string;
}

/** Room for pods, node by node in the order of the cluster. */
export function nodePlans(cluster: Cluster, allocation: Allocation): NodePlan[] {
  return cluster.nodes.map((node) => nodePlan(cluster, node, allocation));
}

/** Room for pods on one node, with the tightest of its limits. */
export function nodePlan(cluster: Cluster, node: Node, allocation: Allocation): NodePlan {
  const limits = podLimits(cluster, node, allocation);
  const limit = limits.reduce((least, one) => (left(one) < left(least) ? one : least));
  return {
    name: node.name,
    ranges: allocation.nodePodCIDRs(node).map(formatPrefix),
    pods: allocation.podCountOn(node.id).all,
    counted: limit.count,
    room: limit.room,
    more: Math.max(0, left(limit)),
    because: limit.because,
  };
}

const left = ({ room, count }: PodLimit) => room - count;

export interface PodsPlan {
  readonly used: number;
  /** On the nodes that there are. */
  readonly more: number;
  readonly limits: readonly Limit[];
}

/** Room for pods in a whole cluster: on its nodes, and in the ranges that all of them draw from. */
export function podsPlan(
  model: Model,
  cluster: Cluster,
  eachNode: readonly NodePlan[],
  ranges: readonly PodRangePlan[],
): PodsPlan {
  const onNodes = eachNode.reduce((sum, { more }) => sum + more, 0);
  const limits = [
    { what: `the ${cluster.nodes.length} nodes`, more: onNodes },
    ...(sharesPools(cluster) || cluster.cni.kind === 'calico' ? poolLimits(model, cluster, ranges) : []),
  ];
  return {
    used: eachNode.reduce((sum, { pods }) => sum + pods, 0),
    more: Math.max(0, Math.min(...limits.map(({ more }) => more))),
    limits,
  };
}

/** Addresses that all nodes draw from. Only the first family counts: a pod needs one of each. */
function poolLimits(model: Model, cluster: Cluster, ranges: readonly PodRangePlan[]): Limit[] {
  if (ranges.length > 0) {
    const family = ranges.filter((range) => isIPv6(range) === isIPv6(ranges[0]!));
    const more = family.reduce((sum, { pods }) => sum + (pods?.free ?? 0), 0);
    return [{ what: `addresses of ${family.map(({ cidr }) => cidr).join(', ')}`, more }];
  }
  const segments = new Set(cluster.nodes.flatMap((node) => podSegments(model.topology, cluster, node)));
  if (segments.size === 0) return [];
  const more = [...segments].reduce((sum, segment) => sum + freeIn(model, segment), 0);
  return [{ what: `addresses of ${namesOf(segments)}`, more }];
}

export const isIPv6 = ({ cidr }: { readonly cidr: string }) => cidr.includes(':');

/** Free IPv4 addresses, or IPv6 ones where there are no others. */
export function freeIn(model: Model, segment: Segment): number {
  const spaces = networkSpaces(model, segment);
  const ipv4 = spaces.filter((space) => !isIPv6(space));
  return (ipv4.length > 0 ? ipv4 : spaces).reduce((sum, { free }) => sum + free, 0);
}

export const namesOf = (segments: Iterable<Segment>) => Array.from(segments, ({ id }) => id).join(', ');

/** The segments that a cluster's nodes stand in. */
export function segmentsOfNodes({ topology }: Model, cluster: Cluster): Set<Segment> {
  const { segments } = indexById(topology);
  const nics = cluster.nodes.flatMap((node) => node.nics.slice(0, 1));
  return new Set(nics.flatMap((nic) => segments.get(nic.segment?.value ?? '') ?? []));
}
