import type { Cluster } from '../../topology/cluster.ts';
import { groupBy } from '../../topology/grouping.ts';
import type { Policy } from '../../topology/policy.ts';
import type { Requirement } from '../../topology/selector.ts';
import type { Check } from '../diagnostic.ts';
import { eachAlone } from '../support/each-alone.ts';
import { diagnostic, type Found } from '../support/place.ts';
import { coversRule, coversSelector } from '../support/policy-covers.ts';
import { policyFacts, policyWords, type Ruled } from '../support/policy-facts.ts';

/** What a rule says is held against what others say, not against the Pods of today. Of two alike the later adds nothing. */
export const npShadowed: Check = {
  code: 'NP-SHADOWED',
  severity: 'information',
  summary: 'A rule of a NetworkPolicy that admits nothing which another does not',
  *run({ topology, stop }) {
    for (const found of shadowed(topology.clusters, stop)) yield diagnostic(this, found);
  },
};

const shadowed = eachAlone(function* (cluster: Cluster): Generator<Found> {
  const rules = policyFacts(cluster)
    .rules()
    .map((ruled, order) => ({ ...ruled, order }));
  const index = indexed(rules);
  for (const ruled of rules) {
    const other = shadowing(index, ruled);
    if (other) yield told(ruled, other);
  }
});

interface Placed extends Ruled {
  readonly order: number;
}

type Index = ReadonlyMap<string, readonly Placed[]>;

/** Rules by what the policy's podSelector wants first: one that selects all that another does is found under its labels. */
function indexed(rules: readonly Placed[]): Index {
  return groupBy(rules, (ruled) => {
    const [first] = ruled.policy.podSelector.requirements;
    return `${homeOf(ruled)} ${first ? wish(first) : ''}`;
  });
}

/** Rules of other namespaces and directions are never about the same packets. */
function homeOf({ policy, direction }: Ruled): string {
  return `${policy.namespace} ${direction}`;
}

function wish({ key, operator, values }: Requirement): string {
  return operator === 'In' && values.length === 1 ? `${key}=${values[0]}` : key;
}

function shadowing(index: Index, own: Placed): Placed | undefined {
  const { requirements } = own.policy.podSelector;
  const keys = new Set(['', ...requirements.flatMap((one) => [one.key, wish(one)])]);
  const others = [...keys].flatMap((key) => index.get(`${homeOf(own)} ${key}`) ?? []);
  return others.find((other) => other !== own && shadows(other, own));
}

function shadows(other: Placed, own: Placed): boolean {
  if (!holdsFor(other.policy, own.policy) || !coversRule(other.rule, own.rule)) return false;
  const isMutual = holdsFor(own.policy, other.policy) && coversRule(own.rule, other.rule);
  return !isMutual || other.order < own.order;
}

/** Whether a policy selects every Pod that another of its namespace does. */
function holdsFor(policy: Policy, other: Policy): boolean {
  return policy === other || coversSelector(policy.podSelector, other.podSelector);
}

function told({ policy, direction, rule }: Ruled, other: Ruled): Found {
  const where = other.policy === policy ? 'another rule of it' : policyWords(other.policy);
  return {
    message: `This ${direction} rule of ${policyWords(policy)} admits nothing that ${where} does not`,
    origin: rule.origin,
    related: [{ origin: other.rule.origin, message: `The rule of ${policyWords(other.policy)}` }],
    // Whoever shadows it isolates the same Pods in that direction, so that nothing opens.
    fixes: [{ title: 'Remove the rule', changes: [{ kind: 'remove', origin: rule.origin }] }],
  };
}
