import { type PodLimit, podLimits } from '../../cloud/pod-limits.ts';
import type { Allocation } from '../../topology/allocation.ts';
import type { Cluster, Node } from '../../topology/cluster.ts';
import { entry } from '../../topology/grouping.ts';
import type { Check, Diagnostic } from '../diagnostic.ts';
import { diagnostic } from '../support/place.ts';

export const nodePodsExhausted: Check = {
  code: 'NODE-PODS-EXHAUSTED',
  severity: 'error',
  summary: 'More Pods on a node than its range, maxPods or its network interfaces allow',
  *run({ topology, allocate, stop }) {
    for (const cluster of topology.clusters) {
      if (stop()) return;
      yield* overfull(this, cluster, allocate(cluster), stop);
    }
  },
};

/** Of the limits that are exceeded the one by most: who loosens another has still too many Pods. */
function tightest(limits: readonly PodLimit[]): PodLimit | undefined {
  const exceeded = limits.filter(({ count, room }) => count > room);
  return exceeded.sort((a, b) => b.count - b.room - (a.count - a.room))[0];
}

/** One diagnostic a cluster and kind of limit: nodes are alike, and a scheduler would say the same of each. */
function* overfull(check: Check, cluster: Cluster, allocation: Allocation, stop: () => boolean): Generator<Diagnostic> {
  const found = new Map<string, { readonly message: string; readonly nodes: Node[] }>();
  for (const node of cluster.nodes) {
    if (stop()) return;
    const limit = tightest(podLimits(cluster, node, allocation));
    if (!limit) continue;
    const kind = limit.because.replace(/\d+/g, '');
    const message = `Node ${node.name} has ${limit.count} Pods and room for ${limit.room}: ${limit.because}`;
    entry(found, kind, () => ({ message, nodes: [] })).nodes.push(node);
  }
  for (const { message, nodes } of found.values()) {
    const [first, ...others] = nodes;
    const more = others.length > 0 ? ` (and ${others.length} more ${others.length === 1 ? 'node' : 'nodes'})` : '';
    const related = others.slice(0, 5).map(({ origin, name }) => ({ origin, message: `Node ${name}` }));
    yield diagnostic(check, { message: `${message}${more}`, origin: first!.origin, related });
  }
}
