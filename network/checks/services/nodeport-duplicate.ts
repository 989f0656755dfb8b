import type { Allocation } from '../../topology/allocation.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { Check, Diagnostic } from '../diagnostic.ts';
import { diagnostic } from '../support/place.ts';
import {
  freeNodePorts,
  isInRange,
  moveNodePort,
  serviceWords,
  type WrittenNodePort,
  writtenNodePorts,
} from './node-ports.ts';

/** The API server has one map of node ports for all protocols. */
export const nodeportDuplicate: Check = {
  code: 'NODEPORT-DUPLICATE',
  severity: 'error',
  summary: 'A node port is used twice',
  *run({ topology, allocate, stop }) {
    for (const cluster of topology.clusters) {
      if (stop()) return;
      yield* duplicates(this, cluster, () => allocate(cluster));
    }
  },
};

function* duplicates(check: Check, cluster: Cluster, allocation: () => Allocation): Generator<Diagnostic> {
  const holders = new Map<number, WrittenNodePort>();
  let next: ReturnType<typeof freeNodePorts> | undefined;
  for (const written of writtenNodePorts(cluster)) {
    const { service, nodePort } = written;
    // NODEPORT-RANGE moves the others anyway.
    if (!isInRange(cluster, nodePort)) continue;
    const holder = holders.get(nodePort.value);
    if (!holder) holders.set(nodePort.value, written);
    if (!holder || isShared(holder, written)) continue;
    next ??= freeNodePorts(cluster, allocation());
    const first = serviceWords(holder.service);
    const message = `Node port ${nodePort.value} of ${serviceWords(service)} is already ${
      holder.service === service ? `that of its port ${holder.port.port}` : `${first}'s`
    }`;
    yield diagnostic(check, {
      message,
      origin: nodePort.origin,
      related: [{ origin: holder.nodePort.origin, message: `${first} has ${nodePort.value}` }],
      fixes: moveNodePort(written, next(nodePort.value)),
    });
  }
}

/** A Service that offers one port over several protocols (DNS: 53 UDP and TCP) may have one node port for all of them. */
function isShared(a: WrittenNodePort, b: WrittenNodePort): boolean {
  return a.service === b.service && a.port.port === b.port.port && a.port.protocol !== b.port.protocol;
}
