import type { KubeProxyMode } from '../../topology/cluster.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic } from '../support/place.ts';
import { serviceWords } from './node-ports.ts';
import { localServices, nodesWithout, nodeWords } from './nodes-without.ts';

/** kube-proxy in userspace mode knew no traffic policy. */
export const etpLocal: Check = {
  code: 'ETP-LOCAL',
  severity: 'warning',
  summary: 'Nodes that take nothing from outside for a Service with externalTrafficPolicy Local',
  *run({ topology, allocate, stop }) {
    for (const cluster of topology.clusters.filter(({ kubeProxy }) => kubeProxy.mode !== 'userspace')) {
      for (const service of localServices(cluster)) {
        if (stop()) return;
        const nodes = nodesWithout(service, cluster, allocate);
        if (nodes.length === 0) continue;
        const what = `${serviceWords(service)} has externalTrafficPolicy Local and no Pod on ${nodeWords(nodes)}`;
        yield diagnostic(this, { message: `${what}: ${happens(cluster.kubeProxy.mode)}`, origin: service.origin });
      }
    }
  },
};

/** Under ipvs such a node leads to Pods of other nodes, whose answers do not come by it unless the CNI masquerades. */
function happens(mode: KubeProxyMode): string {
  if (mode === 'ipvs')
    return 'health checks fail there, and what comes from outside all the same is sent on to Pods elsewhere that may answer past it';
  return 'what comes from outside is dropped there, and health checks fail';
}
