import { prefixFamily, prefixSize } from '../../address/prefix.ts';
import { instanceLimits } from '../../cloud/instance-types.ts';
import type { Allocation } from '../../topology/allocation.ts';
import type { Cluster, Node } from '../../topology/cluster.ts';
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

interface Limit {
  readonly count: number;
  readonly room: number;
  readonly because: string;
}

/** One diagnostic a cluster and kind of limit: nodes are alike, and a scheduler would say the same of each. */
function* overfull(check: Check, cluster: Cluster, allocation: Allocation, stop: () => boolean): Generator<Diagnostic> {
  const found = new Map<string, { readonly message: string; readonly nodes: Node[] }>();
  for (const node of cluster.nodes) {
    if (stop()) return;
    const limit = limits(cluster, node, allocation).find(({ count, room }) => count > room);
    if (!limit) continue;
    const kind = limit.because.replace(/\d+/g, '');
    const message = `Node ${node.name} has ${limit.count} Pods and room for ${limit.room}: ${limit.because}`;
    const known = found.get(kind);
    if (known) known.nodes.push(node);
    else found.set(kind, { message, nodes: [node] });
  }
  for (const { message, nodes } of found.values()) {
    const [first, ...others] = nodes;
    const more = others.length > 0 ? ` (and ${others.length} more nodes)` : '';
    const related = others.slice(0, 5).map(({ origin, name }) => ({ origin, message: `Node ${name}` }));
    yield diagnostic(check, { message: `${message}${more}`, origin: first!.origin, related });
  }
}

function limits(cluster: Cluster, node: Node, allocation: Allocation): readonly Limit[] {
  const { all, hostNetwork } = allocation.podCountOn(node.id);
  const own = all - hostNetwork;
  return [
    ...interfaces(cluster, node, own),
    ...range(cluster, node, own, allocation),
    { count: all, room: cluster.maxPods, because: `maxPods is ${cluster.maxPods}` },
  ];
}

/** host-local keeps the network's, the bridge's and the broadcast address. */
function range(cluster: Cluster, node: Node, count: number, allocation: Allocation): readonly Limit[] {
  if (cluster.cni.kind === 'calico') return [];
  return allocation.nodePodCIDRs(node).flatMap((cidr) => {
    const room = prefixSize(cidr) - (prefixFamily(cidr) === 4 ? 3 : 2);
    return [{ count, room, because: `its Pod range is a /${cidr.length}` }];
  });
}

/** AWS: ENIs x (addresses - 1) + 2; Terway: eniip (ENIs - 1) x addresses, eni ENIs - 1. The machine's own ENI is the 1. */
function interfaces({ cni }: Cluster, node: Node, count: number): readonly Limit[] {
  const known = node.instanceType ? instanceLimits(node.instanceType.value) : undefined;
  const enis = node.maxENIs?.value ?? known?.maxENIs;
  const each = node.addressesPerENI?.value ?? known?.addressesPerENI;
  if (enis === undefined) return [];
  const terms = `${enis} network interfaces${each === undefined ? '' : ` of ${each} addresses`}`;
  if (cni.kind === 'terway' && cni.mode === 'eni') return [{ count, room: enis - 1, because: terms }];
  if (each === undefined) return [];
  if (cni.kind === 'terway' && cni.mode === 'eniip') return [{ count, room: (enis - 1) * each, because: terms }];
  if (cni.kind !== 'aws-vpc' || cni.enablePrefixDelegation) return [];
  return [{ count, room: enis * (each - 1) + 2, because: terms }];
}
