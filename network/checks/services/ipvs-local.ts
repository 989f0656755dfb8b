import type { Check } from '../diagnostic.ts';
import { diagnostic } from '../support/place.ts';
import { serviceWords } from './node-ports.ts';
import { localServices, nodesWithout, nodeWords } from './nodes-without.ts';

/**
 * The address is local to every node, so the node sends from that very address, and policy Local masquerades nothing: the
 * node of a Pod elsewhere, which has the address too, drops a packet with a source of its own. flannel's ipMasq happens to masquerade it.
 */
export const ipvsLocal: Check = {
  code: 'IPVS-LOCAL',
  severity: 'warning',
  summary: "Under ipvs, a load balancer's address that does not answer on nodes without endpoints",
  *run({ topology, allocate, stop }) {
    for (const cluster of topology.clusters.filter(({ kubeProxy }) => kubeProxy.mode === 'ipvs')) {
      const services = localServices(cluster).filter(
        ({ type, externalIPs }) => type === 'LoadBalancer' || externalIPs.length > 0,
      );
      for (const service of services) {
        if (stop()) return;
        const nodes = nodesWithout(service, cluster, allocate);
        if (nodes.length === 0) continue;
        const address = service.type === 'LoadBalancer' ? "load balancer's address" : 'external address';
        const message = `Under ipvs every node takes the ${address} of ${serviceWords(service)} for its own: what ${nodeWords(nodes)} sends there, where externalTrafficPolicy Local finds no Pod, is not answered unless the CNI masquerades it`;
        yield diagnostic(this, { message, origin: service.origin });
      }
    }
  },
};
