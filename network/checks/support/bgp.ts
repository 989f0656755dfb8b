import { type Bgp, bgpOf } from '../../cni/calico/bgp/bgp.ts';
import type { Speaker } from '../../cni/calico/speakers.ts';
import { nodeInterfaces } from '../../machines/parts.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { Calico } from '../../topology/cni.ts';
import type { CheckContext } from '../diagnostic.ts';

/** The BGP of a cluster that needs it: where all pools have VXLAN, Felix writes the routes and nobody asks BIRD. */
export function bgpInUse(context: CheckContext, cluster: Cluster): { bgp: Bgp; config: Calico } | undefined {
  if (cluster.cni.kind !== 'calico') return undefined;
  const { topology, allocate } = context;
  const interfaces = (node: Cluster['nodes'][number]) => nodeInterfaces(topology, node);
  const bgp = bgpOf({ cluster, allocation: allocate(cluster), interfaces }, cluster.cni);
  return bgp.pools.all.some(({ tunnel }) => tunnel !== 'vxlan') ? { bgp, config: cluster.cni } : undefined;
}

/** Nodes with the same peerings: the first two, and how many there are. */
export interface Peers {
  readonly members: Speaker[];
  count: number;
}

/** The nodes whose BIRD runs, by their peerings; the largest class first. */
export function classesOf({ speakers, peerings }: Bgp): readonly Peers[] {
  const classes = new Map<string, Peers>();
  for (const speaker of speakers.all()) {
    if (!speaker.running) continue;
    const { key } = peerings.roleOf(speaker);
    const known = classes.get(key) ?? { members: [], count: 0 };
    classes.set(key, known);
    known.count++;
    if (known.members.length < 2) known.members.push(speaker);
  }
  return [...classes.values()].sort((a, b) => b.count - a.count);
}
