import type { Check } from '../diagnostic.ts';
import { diagnostic } from '../support/place.ts';
import { listed } from '../support/words.ts';
import { misled } from './misled.ts';

export const flannelIface: Check = {
  code: 'FLANNEL-IFACE',
  severity: 'warning',
  summary: 'flannel is not told which NIC to use, and takes one on which the nodes do not meet',
  *run({ topology, stop }) {
    for (const cluster of topology.clusters) {
      if (stop()) return;
      const found = misled(topology, cluster);
      if (!found) continue;
      const { flannel, taken, meeting } = found;
      const more = taken.length > 3 ? ` and ${taken.length - 2} more` : '';
      const which =
        taken.length === 0
          ? 'no node has a default route to choose a NIC by'
          : `it takes that of the default route, ${more ? `${taken.slice(0, 2).join(', ')}${more}` : listed(taken)}, where the nodes do not meet`;
      yield diagnostic(this, {
        message: `flannel is given no iface: ${which}; all of them are on one network by ${meeting}`,
        origin: flannel.origin,
        fixes: [
          {
            title: `Give flannel iface ${meeting}`,
            changes: [{ kind: 'insert', into: flannel.origin, field: 'iface', value: meeting }],
          },
        ],
      });
    }
  },
};
