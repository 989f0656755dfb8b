import type { Check } from '../diagnostic.ts';
import { bgpInUse } from '../support/bgp.ts';
import { diagnostic } from '../support/place.ts';

/** Calico's documentation: fine to about a hundred nodes. */
const LIMIT = 100;

export const bgpMesh: Check = {
  code: 'BGP-MESH',
  severity: 'warning',
  summary: 'A BGP mesh over more than a hundred nodes',
  *run(context) {
    for (const cluster of context.topology.clusters) {
      if (context.stop()) return;
      // Counting the nodes that are written is cheap, and mostly enough.
      if (cluster.nodes.length <= LIMIT) continue;
      const used = bgpInUse(context, cluster);
      if (!used?.config.nodeToNodeMeshEnabled) continue;
      const count = [...used.bgp.speakers.all()].filter((speaker) => used.bgp.peerings.isMeshed(speaker)).length;
      if (count <= LIMIT) continue;
      const sessions = (count * (count - 1)) / 2;
      const message = `The node mesh of cluster ${cluster.name} has ${count} nodes and ${sessions.toLocaleString('en')} BGP sessions, ${count - 1} on each node: route reflectors need fewer`;
      yield diagnostic(this, { message, origin: cluster.cni.origin });
    }
  },
};
