import { bitsOf } from '../../address/address.ts';
import { formatPrefix, type Prefix, prefixFamily, prefixOf } from '../../address/prefix.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { Sourced } from '../../topology/origin.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Check, Fix } from '../diagnostic.ts';
import { isFreeForPods } from '../support/free-for.ts';
import { nextPrivateBlock } from '../support/next-block.ts';
import { diagnostic, placeOf, setOrInsert } from '../support/place.ts';
import { givesNodeRanges } from '../support/pod-ranges.ts';
import { moveAlong, podLiterals } from '../support/renumber.ts';

export const nodeCidrExhausted: Check = {
  code: 'NODE-CIDR-EXHAUSTED',
  severity: 'error',
  summary: 'The Pod range has fewer node ranges than the cluster has nodes',
  *run({ topology }) {
    for (const cluster of topology.clusters.filter(givesNodeRanges)) {
      const nodes = nodeCount(cluster);
      for (const cidr of cluster.podCIDRs) {
        const size = cluster.nodeCIDRMaskSizes[prefixFamily(cidr.value)];
        // A mask shorter than the range's is NODE-MASK's.
        const ranges = 2 ** (size - cidr.value.length);
        if (ranges < 1 || nodes <= ranges) continue;
        yield diagnostic(this, {
          message: `Pod range ${formatPrefix(cidr.value)} of cluster ${cluster.name} has ${ranges} node ranges of /${size} for ${nodes} nodes`,
          origin: placeOf(cidr, cluster),
          fixes: widen(topology, cluster, cidr, size - Math.ceil(Math.log2(nodes))),
        });
      }
    }
  },
};

/** Nodes that are there and those that a group may grow by. */
function nodeCount(cluster: Cluster): number {
  return cluster.nodeGroups.reduce((sum, group) => sum + Math.max(0, group.max - group.min), cluster.nodes.length);
}

/** In place where nothing is in the way; else to the next free block of the size that is needed. */
function widen(topology: Topology, cluster: Cluster, cidr: Sourced<Prefix>, length: number): Fix[] {
  if (length < 0 || length > bitsOf(prefixFamily(cidr.value))) return [];
  const wider = prefixOf(cidr.value.first, length);
  const block = isFreeForPods(topology, cluster, wider) ? wider : nextPrivateBlock(topology, wider);
  if (!block) return [];
  const along =
    block === wider ? [] : moveAlong(podLiterals(cluster), cidr.value, { ...block, length: cidr.value.length });
  if (!along) return [];
  const changes = [setOrInsert(cidr, cluster, 'podCIDR', formatPrefix(block)), ...along];
  return [{ title: `Widen the Pod range to ${formatPrefix(block)}`, changes }];
}
