import { addressAt, bitsOf, distance } from '../../network/address/address.ts';
import { overlaps, type Prefix, prefixFamily, prefixOf } from '../../network/address/prefix.ts';
import { RangeSet } from '../../network/address/ranges.ts';
import type { Allocation } from '../../network/topology/allocation.ts';
import type { Cluster, Node } from '../../network/topology/cluster.ts';
import { perAllocation } from './per-allocation.ts';
import { type Space, spaceOf } from './space.ts';

/** A podCIDR or IPPool; as a space, what nodes have taken of it (Weave: what pods have). */
export interface PodRangePlan extends Space {
  /** Of an IPPool. */
  readonly name?: string;
  /** The ranges that nodes have of it, where they have any: mask length, and how many are in use and free. */
  readonly nodeRanges?: {
    readonly length: number;
    readonly total: number;
    readonly used: number;
    readonly free: number;
  };
  /** Addresses that pods have and may have, where every node draws from the whole range. */
  readonly pods?: { readonly used: number; readonly free: number };
}

interface PodRange {
  readonly cidr: Prefix;
  readonly name?: string;
  /** Mask length of a node's part; undefined where nodes share the range. */
  readonly length?: number;
}

/** The ranges for pods of a cluster. */
export const podRanges = perAllocation((cluster, allocation): readonly PodRangePlan[] => {
  const ofNodes = cluster.nodes.flatMap((node) => allocation.nodePodCIDRs(node));
  const isShared = cluster.cni.kind === 'weave' || cluster.cni.kind === 'calico';
  const ofPods = RangeSet.ofAddresses(isShared ? cluster.nodes.flatMap((node) => addressesOn(allocation, node)) : []);
  return rangesOf(cluster).map(({ cidr, name, length }) => {
    const own = ofNodes.filter((one) => overlaps(one, cidr));
    return {
      ...(name !== undefined && { name }),
      ...spaceOf(cidr, length === undefined ? ofPods : new RangeSet(own)),
      ...(length !== undefined && { nodeRanges: nodeRanges(cidr, length, own) }),
      ...(isShared && { pods: podsIn(cidr, cluster, ofPods) }),
    };
  });
});

/** The CNIs of clouds have none of their own. */
function rangesOf(cluster: Cluster): PodRange[] {
  const { cni, podCIDRs, nodeCIDRMaskSizes } = cluster;
  if (cni.kind === 'aws-vpc' || (cni.kind === 'terway' && cni.mode !== 'vpc')) return [];
  if (cni.kind === 'weave') return podCIDRs.map(({ value }) => ({ cidr: value }));
  if (cni.kind !== 'calico') {
    return podCIDRs.map(({ value }) => ({ cidr: value, length: nodeCIDRMaskSizes[prefixFamily(value)] }));
  }
  if (cni.ipPools.length === 0) return podCIDRs.map(({ value }) => ({ cidr: value, length: blockSize(value) }));
  return cni.ipPools.flatMap(({ cidr, name, blockSize: length, disabled }) => {
    const value = cidr?.value ?? podCIDRs[0]?.value;
    return value && !disabled ? [{ cidr: value, name, length }] : [];
  });
}

/** calico/node's defaults. */
const blockSize = (cidr: Prefix) => (prefixFamily(cidr) === 4 ? 26 : 122);

function nodeRanges(cidr: Prefix, length: number, own: readonly Prefix[]) {
  const total = length < cidr.length ? 0 : 2 ** (length - cidr.length);
  const bits = bitsOf(prefixFamily(cidr));
  // A written range may be larger or smaller than the others: it takes the room of all those that it touches.
  const touched = own.map(({ first, last }) => ({
    first: prefixOf(first, length).first,
    last: prefixOf(last, length).last,
  }));
  const used = Math.min(total, new RangeSet(touched).countIn(cidr) / 2 ** (bits - length));
  return { length, total, used, free: total - used };
}

/** Weave keeps the network's address, the first bridge's and the last; Calico gives out all of them. */
function podsIn(cidr: Prefix, { cni }: Cluster, taken: RangeSet) {
  const usable = cni.kind === 'weave' ? { first: addressAt(cidr.first, 2), last: addressAt(cidr.last, -1) } : cidr;
  const used = taken.countIn(usable);
  return { used, free: Math.max(0, distance(usable.first, usable.last) + 1 - used) };
}

function addressesOn(allocation: Allocation, node: Node) {
  const pods = allocation.podsOn(node.id).filter(({ workload }) => !workload.hostNetwork);
  return [...allocation.tunnelAddresses(node), ...pods.flatMap(({ addresses }) => addresses)];
}
