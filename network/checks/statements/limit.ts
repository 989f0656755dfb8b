import type { Check } from '../diagnostic.ts';
import { diagnostic } from '../support/place.ts';

export const limit: Check = {
  code: 'LIMIT',
  severity: 'error',
  summary: 'More than the model takes in',
  *run({ topology }) {
    for (const { name: cluster, nodes, nodeGroups } of topology.clusters) {
      for (const group of nodeGroups) {
        const taken = nodes.filter((node) => node.group === group.name).length;
        if (taken >= group.min) continue;
        const message = `nodes ${group.name} of cluster ${cluster} are ${group.min}: the model takes in ${taken} of them, and ${group.min - taken} are left out`;
        yield diagnostic(this, { message, origin: group.origin });
      }
    }
  },
};
