import { formatPrefix, prefixFamily } from '../../address/prefix.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic, placeOf } from '../support/place.ts';
import { givesNodeRanges } from '../support/pod-ranges.ts';

/** The controller manager keeps a bitmap of 2^16 node ranges at most (`clusterSubnetMaxDiff`). */
const MOST_BITS = 16;

export const nodeMask: Check = {
  code: 'NODE-MASK',
  severity: 'error',
  summary: 'The mask of node ranges does not fit the Pod range',
  *run({ topology }) {
    for (const cluster of topology.clusters.filter(givesNodeRanges)) {
      for (const cidr of cluster.podCIDRs) {
        const size = cluster.nodeCIDRMaskSizes[prefixFamily(cidr.value)];
        const reason = misfit(size, cidr.value.length);
        if (!reason) continue;
        const message = `Node ranges of /${size} in the Pod range ${formatPrefix(cidr.value)} of cluster ${cluster.name}: ${reason}`;
        yield diagnostic(this, { message, origin: placeOf(cidr, cluster) });
      }
    }
  },
};

function misfit(size: number, length: number): string | undefined {
  if (size < length) return `a node's range would be larger than the whole`;
  if (size - length <= MOST_BITS) return undefined;
  return `the controller manager refuses more than ${MOST_BITS} bits between them`;
}
