import type { Cluster } from '../../topology/cluster.ts';
import type { PortRange } from '../../topology/ports.ts';
import { eachAlone } from './each-alone.ts';
import type { Found } from './place.ts';
import { type PolicyFacts, policyFacts, type Ruled } from './policy-facts.ts';

/** What a check finds in the ports of the rules of NetworkPolicies, cluster by cluster. */
export function eachRulePort(find: (facts: PolicyFacts, ruled: Ruled, port: PortRange) => Found | undefined) {
  return eachAlone(function* (cluster: Cluster): Generator<Found> {
    const facts = policyFacts(cluster);
    for (const ruled of facts.rules()) {
      for (const port of ruled.rule.ports) {
        const found = find(facts, ruled, port);
        if (found) yield found;
      }
    }
  });
}
