import type { Bgp } from '../../cni/calico/bgp/bgp.ts';
import type { Speaker } from '../../cni/calico/speakers.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { Calico } from '../../topology/cni.ts';
import type { Check } from '../diagnostic.ts';
import { bgpInUse, classesOf } from '../support/bgp.ts';
import { diagnostic, type Found } from '../support/place.ts';
import { reflectorFix } from './reflector-fix.ts';

/** So many kinds of peers are looked at; a cluster has a few. */
const KINDS = 32;

export const bgpNoReflector: Check = {
  code: 'BGP-NO-REFLECTOR',
  severity: 'error',
  summary: 'Nodes that no BGP session or route reflector tells of each other’s Pods',
  *run(context) {
    for (const cluster of context.topology.clusters) {
      if (context.stop()) return;
      const used = bgpInUse(context, cluster);
      if (!used) continue;
      const fixes = reflectorFix(cluster, used.config, used.bgp);
      for (const found of lost(cluster, used.config, used.bgp)) yield diagnostic(this, { ...found, fixes });
    }
  },
};

/** Where nodes of the largest class do not learn of each other that is the cluster's trouble, else each other class's. */
function* lost(cluster: Cluster, config: Calico, bgp: Bgp): Iterable<Found> {
  const [main, ...others] = classesOf(bgp).slice(0, KINDS);
  const [first, second] = main?.members ?? [];
  if (!main || !first) return;
  if (second && isLost(bgp, first, second)) {
    yield { message: words(config, bgp, first, second), origin: config.origin, related: related(first, second) };
    return;
  }
  for (const { members } of others) {
    const missing = members[0]!;
    if (!isLost(bgp, missing, first) && !isLost(bgp, first, missing)) continue;
    const isAlone = main.count === 1 && cluster.nodes.length === 2;
    const origin = isAlone ? config.origin : missing.node.origin;
    yield { message: words(config, bgp, missing, first), origin, related: related(missing, first) };
  }
}

/** What machines outside the cluster tell a node is not known. */
function isLost({ propagation, peerings }: Bgp, own: Speaker, other: Speaker): boolean {
  return peerings.external(own).size === 0 && !propagation.learns(own, other);
}

function related(...speakers: readonly Speaker[]) {
  return speakers.map(({ node }) => ({ origin: node.origin, message: `Node ${node.name}` }));
}

function words(config: Calico, bgp: Bgp, own: Speaker, other: Speaker): string {
  const cut = `Pods of the two do not reach each other`;
  return `Node ${own.node.name} and node ${other.node.name} do not learn each other’s routes: ${cause(config, bgp, own)}; ${cut}`;
}

function cause({ nodeToNodeMeshEnabled, bgpPeers }: Calico, bgp: Bgp, own: Speaker): string {
  if (!nodeToNodeMeshEnabled && bgpPeers.length === 0) return 'the node mesh is off and no bgpPeer is declared';
  const all = [...bgp.speakers.all()];
  const isPeered = all.some((other) => other.running && bgp.peerings.between(own, other));
  const mesh = nodeToNodeMeshEnabled ? 'a route reflector takes no part in the mesh' : 'the node mesh is off';
  if (!isPeered) return `${mesh} and ${own.node.name} peers with no node that runs BGP`;
  const reflects = all.some(({ clusterId, running }) => clusterId !== undefined && running);
  if (!reflects) return `${mesh} and no node passes routes on (routeReflectorClusterID)`;
  return `${mesh} and no chain of route reflectors that peer with each other leads from one to the other`;
}
