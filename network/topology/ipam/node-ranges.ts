import type { Address, Family } from '../../address/address.ts';
import type { Prefix } from '../../address/prefix.ts';
import type { Range } from '../../address/ranges.ts';
import type { Cluster } from '../cluster.ts';
import { bridgedRange } from '../reserved.ts';
import { CalicoBlocks } from './calico-blocks.ts';
import { remembered } from './lazy.ts';
import { nodeCIDRs } from './node-cidrs.ts';
import type { PlacementIndex } from './placement.ts';
import { writtenAddress, writtenPodAddresses } from './written.ts';

/** How a CNI that gives nodes ranges of their own does so. Nodes by index. */
export interface NodeRanges {
  /** Ranges that do not depend on how many pods there are: what a written pod address tells its node by. */
  first(node: number): readonly Prefix[];
  /** All ranges in force. */
  all(placement: PlacementIndex): readonly (readonly Prefix[])[];
  /** The addresses of a range that pods may have. */
  usable(range: Prefix): Range;
  /** Single addresses that nodes without room take out of others' ranges, by index of the node. */
  borrowed?(placement: PlacementIndex): ReadonlyMap<number, readonly Address[]>;
  /** Addresses of the ranges that the node itself has. */
  ofNode(node: number): readonly (number | bigint)[];
}

/** For a CNI whose nodes have ranges of their own. */
export function nodeRanges(cluster: Cluster): NodeRanges {
  return cluster.cni.kind === 'calico' ? calicoRanges(cluster) : hostLocalRanges(cluster);
}

/**
 * The host-local plugin: the bridge is the gateway with the first address, pods have the second on; the last one is
 * IPv4's broadcast address.
 */
function hostLocalRanges(cluster: Cluster): NodeRanges {
  const cidrs = nodeCIDRs(cluster);
  const ranges = cluster.nodes.map((node) => cidrs.get(node.id) ?? []);
  return {
    first: (node) => ranges[node] ?? [],
    all: () => ranges,
    usable: bridgedRange,
    ofNode: () => [],
  };
}

function calicoRanges(cluster: Cluster): NodeRanges {
  const blocks = new CalicoBlocks(cluster);
  const written = writtenPodAddresses(cluster);
  const plan = remembered((placement: PlacementIndex) =>
    blocks.all({ 4: { nodes: demand(placement, 4), written }, 6: { nodes: demand(placement, 6), written } }),
  );
  return {
    first: (node) => blocks.first(node),
    all: (placement) => plan(placement).blocks,
    borrowed: (placement) => plan(placement).borrowed,
    usable: (range) => range,
    ofNode: (node) => blocks.tunnelAddresses(node, written),
  };
}

/** The node of every pod that has no address written, in the order of the pods. */
function* demand(placement: PlacementIndex, family: Family): Generator<number> {
  for (const workload of placement.workloads) {
    if (workload.hostNetwork) continue;
    const first = placement.firstPod(workload);
    for (let index = 0; index < placement.count(workload); index++) {
      if (writtenAddress(workload, index, family) === undefined) yield placement.nodeOf(first + index);
    }
  }
}
