import type { PolicyPeer } from '../../topology/policy.ts';
import { formatSelector, type Selector } from '../../topology/selector.ts';
import type { Change, Check, Fix } from '../diagnostic.ts';
import { type Labelled, nearestLabels } from '../services/nearest-labels.ts';
import { diagnostic, type Found } from '../support/place.ts';
import { type PolicyFacts, policyFacts, policyWords, type Ruled } from '../support/policy-facts.ts';

/** A namespace without any pods is UNUSED's, where it is the policy's own; one of a peer may be declared elsewhere. */
export const npNoMatch: Check = {
  code: 'NP-NO-MATCH',
  severity: 'warning',
  summary: 'A NetworkPolicy selects no Pod, or one of its peers is nobody',
  *run({ topology, stop }) {
    for (const facts of topology.clusters.map(policyFacts)) {
      for (const policy of facts.policies) {
        if (stop()) return;
        if (facts.workloadsOf(policy.namespace).length === 0 || facts.selected(policy).length > 0) continue;
        const what = `${policyWords(policy)} selects ${formatSelector(policy.podSelector)}`;
        const found = inNamespace(facts, what, policy.podSelector, policy.namespace);
        yield diagnostic(this, found);
      }
      for (const ruled of facts.rules()) {
        if (stop()) return;
        for (const peer of ruled.rule.peers) {
          const found = deadPeer(facts, ruled, peer);
          if (found) yield diagnostic(this, found);
        }
      }
    }
  },
};

/** What is wrong with a peer that means no pod of the cluster; undefined where nothing is. */
export function deadPeer(facts: PolicyFacts, { policy, direction }: Ruled, peer: PolicyPeer): Found | undefined {
  const { podSelector, namespaceSelector, ipBlock } = peer;
  if (ipBlock || facts.ofPeer(policy, peer).length > 0) return undefined;
  const what = `${policyWords(policy)} admits ${direction} ${WORDS[direction]}`;
  const namespaces = facts.namespacesOf(policy, peer);
  if (namespaceSelector && namespaces.length === 0) return noNamespace(facts, what, namespaceSelector);
  const pods = namespaces.flatMap(({ name }) => facts.workloadsOf(name));
  if (!podSelector || pods.length === 0) return undefined;
  const whom = `${what} Pods with ${formatSelector(podSelector)}`;
  if (!namespaceSelector) return inNamespace(facts, whom, podSelector, policy.namespace, { ...peer, direction });
  return withNearest(
    `${whom}, which no Pod in namespaces with ${formatSelector(namespaceSelector)} has`,
    podSelector,
    pods,
  );
}

const WORDS = { ingress: 'from', egress: 'to' } as const;

function noNamespace(facts: PolicyFacts, what: string, selector: Selector): Found {
  const message = `${what} namespaces with ${formatSelector(selector)}, which none has`;
  return withNearest(message, selector, facts.cluster.namespaces);
}

/** A podSelector that finds nobody in the one namespace that it looks in; perhaps it was meant for another. */
function inNamespace(
  facts: PolicyFacts,
  what: string,
  selector: Selector,
  own: string,
  peer?: PolicyPeer & Pick<Ruled, 'direction'>,
): Found {
  const nobody = `${what}, which no Pod of namespace ${own} has`;
  const elsewhere = facts.elsewhere(selector, own);
  if (!elsewhere) return withNearest(nobody, selector, facts.workloadsOf(own));
  const { name, origin } = elsewhere;
  return {
    message: `${nobody}; those of namespace ${name} do: a podSelector alone looks in the policy's own`,
    origin: placeOf(selector, []),
    related: [{ origin, message: `Namespace ${name}` }],
    fixes: peer?.origin.reader === 'knet' ? [lookIn(name, selector, peer)] : [],
  };
}

/** Spelt as `.knet` does. */
function lookIn(name: string, selector: Selector, { origin, direction }: PolicyPeer & Pick<Ruled, 'direction'>): Fix {
  const peer = `namespaceSelector kubernetes.io/metadata.name=${name} podSelector ${formatSelector(selector)}`;
  return {
    title: `Look in namespace ${name}`,
    changes: [{ kind: 'set', origin, value: `${WORDS[direction]} ${peer}` }],
  };
}

function withNearest(message: string, selector: Selector, things: readonly Labelled[]): Found {
  const nearest = nearestLabels(selector, things);
  const origin = placeOf(selector, nearest?.changes ?? []);
  if (!nearest) return { message, origin };
  const { thing, labels, changes } = nearest;
  const fixes: Fix[] = changes.length === 0 ? [] : [{ title: `Select ${labels.join(' ')}`, changes }];
  const related = [{ origin: thing.origin, message: thing.name }];
  return { message: `${message}; nearest is ${thing.name} with ${labels.join(' ')}`, origin, related, fixes };
}

/** The one requirement that is wrong, where it is one. */
function placeOf({ requirements, origin }: Selector, changes: readonly Change[]) {
  const changed = changes.flatMap((change) => (change.kind === 'set' ? change.origin : []));
  const [only, ...others] = changed.length > 0 ? changed : requirements.map((requirement) => requirement.origin);
  return only && others.length === 0 ? only : origin;
}
