import * as ast from '../../language/generated/ast.ts';
import { addressAt, formatAddress } from '../../network/address/address.ts';
import { formatPrefix } from '../../network/address/prefix.ts';
import { type Range, RangeSet } from '../../network/address/ranges.ts';
import { indexById } from '../../network/topology/by-id.ts';
import type { Cluster, Node } from '../../network/topology/cluster.ts';
import { nicAddresses, usableRanges } from '../../network/topology/ipam/nics.ts';
import { serviceRange } from '../../network/topology/ipam/service-addresses.ts';
import { podSegments, sharesPools } from '../../network/topology/ipam/shared-pools.ts';
import type { Model } from '../model.ts';
import { type Cursor, clusterAround, idOf } from './cursor.ts';
import { firstFree, inner, proposal } from './free.ts';
import { NONE, type Proposal, unique } from './proposal.ts';
import { typedAt } from './ranges.ts';
import type { Typed } from './typed.ts';

/** The address that the pod has now, or the next one of its node that no pod has. */
export function podAddress(model: Model, cursor: Cursor): readonly Proposal[] {
  const { workloads } = indexById(model.topology);
  const cluster = clusterAround(model.topology, cursor.block);
  if (!cluster) return NONE;
  const workload = workloads.get(idOf(cursor.block));
  const allocation = model.allocate(cluster);
  const typed = typedAt(cursor);
  const pods = workload ? allocation.pods(workload) : [];
  const now = workload?.addresses.length === 0 ? (pods[0]?.addresses ?? []) : [];
  const kept = now.filter((one) => typed.family === undefined || formatAddress(one).startsWith(typed.text));
  const nodes = pods.length > 0 ? [pods[0]!.node] : cluster.nodes.slice(0, 1);
  const free = nodes.flatMap((node) => nextOfNode(model, cluster, node, typed));
  return unique([...kept.slice(0, 1).flatMap((one) => proposal(one, 'the address that it has now')), ...free]);
}

function nextOfNode(model: Model, cluster: Cluster, node: Node, typed: Typed): Proposal[] {
  const allocation = model.allocate(cluster);
  const ranges = allocation.nodePodCIDRs(node);
  const where = `next free on node ${node.name}`;
  if (sharesPools(cluster) && ranges.length === 0) return nextOfSegments(model, cluster, node, typed, where);
  const tunnel = allocation.tunnelAddresses(node);
  const reserved = RangeSet.ofAddresses([
    ...tunnel,
    ...allocation.podsOn(node.id).flatMap(({ addresses }) => addresses),
  ]);
  const skipped = cluster.cni.kind === 'calico' ? 0 : 2;
  return proposal(
    firstFree(
      ranges.flatMap((range) => inner(range, skipped)),
      reserved,
      typed,
    ),
    where,
  );
}

function nextOfSegments(model: Model, cluster: Cluster, node: Node, typed: Typed, where: string): Proposal[] {
  const { topology } = model;
  const own = cluster.cni.kind === 'weave' ? [] : podSegments(topology, cluster, node);
  const usable = [...own.flatMap((segment) => usableRanges(topology, segment)), ...weaveRanges(cluster)];
  const used = own.flatMap((segment) => nicAddresses(topology).inUse(segment.id));
  const pods = cluster.nodes
    .flatMap((one) => model.allocate(cluster).podsOn(one.id))
    .flatMap(({ addresses }) => addresses);
  return proposal(firstFree(usable, RangeSet.ofAddresses([...used, ...pods]), typed), where);
}

const weaveRanges = ({ cni, podCIDRs }: Cluster): readonly Range[] =>
  cni.kind === 'weave' ? podCIDRs.flatMap(({ value }) => inner(value, 2)) : [];

/** The lowest free ClusterIP: it is of the band that Kubernetes keeps for those who write one. */
export function clusterAddress(model: Model, cursor: Cursor): readonly Proposal[] {
  const cluster = clusterAround(model.topology, cursor.block);
  const range = cluster?.serviceCIDRs[0]?.value;
  if (!cluster || !range) return NONE;
  const where = `next free of serviceCIDR ${formatPrefix(range)}`;
  if (ast.isDns(cursor.block))
    return proposal(addressAt(range.first, 10), 'the tenth address, where DNS is by default');
  const own = idOf(cursor.block);
  const others = cluster.namespaces.flatMap(({ services }) => services).filter(({ id }) => id !== own);
  const taken = RangeSet.ofAddresses([
    addressAt(range.first, 10),
    ...others.flatMap((one) => model.allocate(cluster).clusterIPs(one)),
  ]);
  const typed = typedAt(cursor);
  const ranges = cluster.serviceCIDRs.map(({ value }) => serviceRange(value));
  return proposal(firstFree(ranges, taken, typed), where);
}
