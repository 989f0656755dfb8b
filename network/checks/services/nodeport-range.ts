import type { Check } from '../diagnostic.ts';
import { diagnostic } from '../support/place.ts';
import { freeNodePorts, isInRange, moveNodePort, serviceWords, writtenNodePorts } from './node-ports.ts';

export const nodeportRange: Check = {
  code: 'NODEPORT-RANGE',
  severity: 'error',
  summary: 'A node port outside the range of the cluster',
  *run({ topology, allocate, stop }) {
    for (const cluster of topology.clusters) {
      if (stop()) return;
      const outside = writtenNodePorts(cluster).filter(({ nodePort }) => !isInRange(cluster, nodePort));
      const next = outside.length > 0 ? freeNodePorts(cluster, allocate(cluster)) : undefined;
      const { from, to } = cluster.serviceNodePortRange;
      for (const written of outside) {
        const { service, nodePort } = written;
        yield diagnostic(this, {
          message: `Node port ${nodePort.value} of ${serviceWords(service)} lies outside ${from}-${to}, the node ports of cluster ${cluster.name}`,
          origin: nodePort.origin,
          fixes: moveNodePort(written, next?.(nodePort.value)),
        });
      }
    }
  },
};
