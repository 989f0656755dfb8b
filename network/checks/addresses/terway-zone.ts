import { indexById } from '../../topology/by-id.ts';
import type { Cluster, Node } from '../../topology/cluster.ts';
import { entry } from '../../topology/grouping.ts';
import { podSegments, sharesPools } from '../../topology/ipam/shared-pools.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Segment } from '../../topology/underlay.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic, type Found } from '../support/place.ts';
import { listed } from '../support/words.ts';

export const terwayZone: Check = {
  code: 'TERWAY-ZONE',
  severity: 'error',
  summary: 'A node in whose zone there is no pod vSwitch',
  *run({ topology, stop }) {
    for (const cluster of topology.clusters) {
      if (stop()) return;
      for (const found of judge(topology, cluster)) yield diagnostic(this, found);
    }
  },
};

/** An instance takes network interfaces of its own zone only. One diagnostic a zone. */
function* judge(topology: Topology, cluster: Cluster): Generator<Found> {
  const { cni } = cluster;
  if (cni.kind !== 'terway' || !sharesPools(cluster)) return;
  const { segments } = indexById(topology);
  const declared = cni.podVSwitches.flatMap(({ value }) => segments.get(value) ?? []);
  if (declared.length === 0) return;
  const stranded = new Map<string, { readonly own: Segment; readonly nodes: Node[] }>();
  for (const node of cluster.nodes) {
    const own = segments.get(node.nics.find((nic) => nic.segment)?.segment?.value ?? '');
    if (!own || podSegments(topology, cluster, node).length > 0) continue;
    entry(stranded, own.zone?.value ?? '', () => ({ own, nodes: [] })).nodes.push(node);
  }
  const others = listed(declared.map(({ name, zone }) => `${name} (${zone ? `zone ${zone.value}` : 'no zone'})`));
  for (const [zone, { own, nodes }] of stranded) yield told(cluster, zone, own, nodes, others);
}

function told({ name }: Cluster, zone: string, own: Segment, nodes: readonly Node[], others: string): Found {
  const [first, ...more] = nodes;
  const where = zone === '' ? `whose vSwitch ${own.name} names no zone` : `in zone ${zone}`;
  const also = more.length > 0 ? ` and ${more.length} more` : '';
  return {
    message: `The Pods of node ${first!.name}${also}, ${where}, get no address: the pod vSwitches of cluster ${name} are ${others}`,
    origin: first!.origin,
    related: [
      { origin: own.origin, message: `vSwitch ${own.name}` },
      ...more.slice(0, 3).map((node) => ({ origin: node.origin, message: `Node ${node.name}` })),
    ],
  };
}
