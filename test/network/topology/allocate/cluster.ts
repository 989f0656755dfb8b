import { formatAddress } from '../../../../network/address/address.ts';
import { formatPrefix } from '../../../../network/address/prefix.ts';
import { allocator } from '../../../../network/topology/allocate.ts';
import type { Allocation } from '../../../../network/topology/allocation.ts';
import type { Cluster } from '../../../../network/topology/cluster.ts';
import type { Topology } from '../../../../network/topology/topology.ts';
import { cluster, namespace, nodes, topology, type workload } from '../builders.ts';

/** A cluster with its allocation, alone in the world unless the rest says more. */
export function allocate(parts: Partial<Cluster>, rest: Partial<Topology> = {}): { it: Allocation; cluster: Cluster } {
  const c = cluster(parts);
  return { it: allocator(topology({ ...rest, clusters: [c] }))(c), cluster: c };
}

/** The node and the addresses of each pod, by its name. */
export function podsOf({ it, cluster }: ReturnType<typeof allocate>): Record<string, string> {
  const workloads = cluster.namespaces.flatMap((n) => n.workloads);
  return Object.fromEntries(
    workloads.flatMap((w) =>
      it.pods(w).map((pod) => [pod.label, `${pod.node.name} ${pod.addresses.map(formatAddress).join(' ')}`.trim()]),
    ),
  );
}

/** The pod ranges of each node. */
export function rangesOf({ it, cluster }: ReturnType<typeof allocate>): string[] {
  return cluster.nodes.map((n) => it.nodePodCIDRs(n).map(formatPrefix).join(' '));
}

/** Two nodes, and these pods in namespace default. */
export const withNodes = (...pods: ReturnType<typeof workload>[]) => ({
  nodes: nodes(2),
  namespaces: [namespace('default', { workloads: pods })],
});
