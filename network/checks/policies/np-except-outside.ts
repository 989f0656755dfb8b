import { containsPrefix, formatPrefix } from '../../address/prefix.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic } from '../support/place.ts';
import { policyFacts, policyWords } from '../support/policy-facts.ts';

/** The API server wants a strict subset (`ValidateIPBlock`): an exception of the whole block is refused too. */
export const npExceptOutside: Check = {
  code: 'NP-EXCEPT-OUTSIDE',
  severity: 'error',
  summary: 'An except of an ipBlock is not inside the block',
  *run({ topology }) {
    for (const policy of topology.clusters.flatMap((cluster) => policyFacts(cluster).policies)) {
      for (const { ipBlock } of [...policy.ingress, ...policy.egress].flatMap(({ peers }) => peers)) {
        for (const except of ipBlock?.except ?? []) {
          const { cidr } = ipBlock!;
          if (containsPrefix(cidr.value, except.value) && except.value.length > cidr.value.length) continue;
          const [outer, inner] = [formatPrefix(cidr.value), formatPrefix(except.value)];
          const how = outer === inner ? 'is all of' : 'is not inside';
          yield diagnostic(this, {
            message: `${policyWords(policy)}: the exception ${inner} ${how} its ipBlock ${outer}, and the API server refuses that`,
            origin: except.origin,
            related: [{ origin: cidr.origin, message: `ipBlock ${outer}` }],
          });
        }
      }
    }
  },
};
