import { type Prefix, prefixFamily } from '../../address/prefix.ts';
import { nextFreeBlock, RangeSet } from '../../address/ranges.ts';
import type { Cluster, Node } from '../cluster.ts';

/**
 * Pod ranges as kube-controller-manager's node IPAM gives them (`--allocate-node-cidrs`): what a node has written, else
 * the next free range of the cluster's podCIDR, one per family. A node gets none of a family that is exhausted.
 */
export function nodeCIDRs(cluster: Cluster): ReadonlyMap<string, readonly Prefix[]> {
  const written = new RangeSet(cluster.nodes.flatMap((node) => node.podCIDRs.map((cidr) => cidr.value)));
  const ranges = new Map(cluster.nodes.map((node) => [node.id, node.podCIDRs.map((cidr) => cidr.value)]));
  for (const { value: podCIDR } of cluster.podCIDRs) {
    const family = prefixFamily(podCIDR);
    const length = cluster.nodeCIDRMaskSizes[family];
    let from = podCIDR.first;
    for (const node of cluster.nodes.filter((node) => !hasFamily(node, family))) {
      const block = nextFreeBlock(podCIDR, length, written, from);
      if (!block) break;
      ranges.get(node.id)!.push(block);
      from = block.last;
    }
  }
  return ranges;
}

function hasFamily(node: Node, family: 4 | 6): boolean {
  return node.podCIDRs.some((cidr) => prefixFamily(cidr.value) === family);
}
