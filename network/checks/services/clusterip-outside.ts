import type { Check } from '../diagnostic.ts';
import { clusterIpFromOutside } from '../support/clusterip-use.ts';
import { diagnostic } from '../support/place.ts';
import { serviceWords } from './node-ports.ts';

/** A `cannot reach` is right about it. */
export const clusteripOutside: Check = {
  code: 'CLUSTERIP-OUTSIDE',
  severity: 'error',
  summary: 'A ClusterIP is used from outside of its cluster',
  *run({ topology, allocate, stop }) {
    for (const question of [...topology.traces, ...topology.expects.filter(({ can }) => can)]) {
      if (stop()) return;
      const service = clusterIpFromOutside({ topology, allocate }, question);
      if (!service) continue;
      const ways = service.type === 'ClusterIP' ? 'a NodePort, a LoadBalancer or an ingress' : 'its node port';
      yield diagnostic(this, {
        message: `The ClusterIP of ${serviceWords(service)} is known to the Pods and nodes of cluster ${service.cluster} only: from outside the way in is ${ways}`,
        origin: question.to.origin,
        related: service.implicit ? [] : [{ origin: service.origin, message: serviceWords(service) }],
      });
    }
  },
};
