import { formatPrefix, prefixFamily } from '../../address/prefix.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic, placeOf } from '../support/place.ts';

/** The API server takes Service ranges of at most 20 bits of addresses. */
const SHORTEST = { 4: 12, 6: 108 } as const;

export const svcMask: Check = {
  code: 'SVC-MASK',
  severity: 'error',
  summary: 'The Service range is larger than the API server takes',
  *run({ topology }) {
    for (const cluster of topology.clusters) {
      for (const cidr of cluster.serviceCIDRs) {
        const shortest = SHORTEST[prefixFamily(cidr.value)];
        if (cidr.value.length >= shortest) continue;
        const message = `Service range ${formatPrefix(cidr.value)} of cluster ${cluster.name} is larger than /${shortest}, which is the most that the API server takes`;
        yield diagnostic(this, { message, origin: placeOf(cidr, cluster) });
      }
    }
  },
};
