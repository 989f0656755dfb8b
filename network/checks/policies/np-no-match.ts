import type { Cluster } from '../../topology/cluster.ts';
import type { PolicyPeer } from '../../topology/policy.ts';
import { formatSelector, matches, type Requirement, type Selector } from '../../topology/selector.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Workload } from '../../topology/workload.ts';
import type { Change, Check, Fix } from '../diagnostic.ts';
import { type Labelled, nearestLabels } from '../services/nearest-labels.ts';
import { eachAlone } from '../support/each-alone.ts';
import { isForbidden } from '../support/forbidden.ts';
import { diagnostic, type Found } from '../support/place.ts';
import { type PolicyFacts, policyFacts, policyWords, type Ruled } from '../support/policy-facts.ts';

/** A namespace without any pods is UNUSED's, where it is the policy's own; one of a peer may be declared elsewhere. */
export const npNoMatch: Check = {
  code: 'NP-NO-MATCH',
  severity: 'warning',
  summary: 'A NetworkPolicy selects no Pod, or one of its peers is nobody',
  *run({ topology, stop }) {
    for (const { dead, ruled } of nobodies(topology.clusters, stop)) {
      const { meant, ...found } = dead;
      yield diagnostic(this, ruled && isRefused(topology, ruled, meant) ? { ...found, fixes: [] } : found);
    }
  },
};

/** Policies that select nobody, then peers that are nobody, with the rule that they are of and whom it selects. */
const nobodies = eachAlone(function* (cluster: Cluster): Generator<{ dead: Dead; ruled?: Selecting }> {
  const facts = policyFacts(cluster);
  for (const policy of facts.policies) {
    if (facts.workloadsOf(policy.namespace).length === 0 || facts.selected(policy).length > 0) continue;
    const what = `${policyWords(policy)} selects ${formatSelector(policy.podSelector)}`;
    yield { dead: inNamespace(facts, what, policy.podSelector, policy.namespace) };
  }
  for (const ruled of facts.rules()) {
    for (const peer of ruled.rule.peers) {
      const dead = deadPeer(facts, ruled, peer);
      if (dead) yield { dead, ruled: { ...ruled, selected: facts.selected(ruled.policy) } };
    }
  }
});

interface Selecting extends Ruled {
  readonly selected: readonly Workload[];
}

/** Whether the repair would let by what a statement says does not arrive. */
function isRefused(topology: Topology, { direction, selected }: Selecting, meant: readonly Workload[]): boolean {
  const [from, to] = direction === 'ingress' ? [meant, selected] : [selected, meant];
  return isForbidden(topology, from, to);
}

/** A peer that is nobody, and whom its repair would make it. */
type Dead = Found & { readonly meant: readonly Workload[] };

/** What is wrong with a peer that means no pod of the cluster; undefined where nothing is. */
export function deadPeer(facts: PolicyFacts, { policy, direction }: Ruled, peer: PolicyPeer): Dead | undefined {
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
    (one) => [one],
  );
}

const WORDS = { ingress: 'from', egress: 'to' } as const;

/** Manifests alone are those of an application: that they do not declare a namespace says nothing, a slip does. */
function noNamespace(facts: PolicyFacts, what: string, selector: Selector): Dead | undefined {
  const message = `${what} namespaces with ${formatSelector(selector)}, which none has`;
  const found = withNearest(message, selector, facts.cluster.namespaces, ({ name }) => facts.workloadsOf(name));
  return isDeclared(facts.cluster) || (found.fixes ?? []).length > 0 ? found : undefined;
}

const isDeclared = ({ origin }: Cluster) => origin.reader !== 'none';

/** A podSelector that finds nobody in the one namespace that it looks in; perhaps it was meant for another. */
function inNamespace(
  facts: PolicyFacts,
  what: string,
  selector: Selector,
  own: string,
  peer?: PolicyPeer & Pick<Ruled, 'direction'>,
): Dead {
  const nobody = `${what}, which no Pod of namespace ${own} has`;
  const elsewhere = facts.elsewhere(selector, own);
  if (!elsewhere) return withNearest(nobody, selector, facts.workloadsOf(own), (one) => [one]);
  const { name, origin } = elsewhere;
  return {
    message: `${nobody}; those of namespace ${name} do: a podSelector alone looks in the policy's own`,
    origin: placeOf(selector, []),
    related: [{ origin, message: `Namespace ${name}` }],
    fixes: peer ? [lookIn(name, selector, peer)] : [],
    meant: facts.workloadsOf(name).filter(({ labels }) => matches(selector, labels)),
  };
}

/** Spelt as `.knet` does, which other readers know. */
function lookIn(name: string, selector: Selector, { origin, direction }: PolicyPeer & Pick<Ruled, 'direction'>): Fix {
  const peer = `namespaceSelector kubernetes.io/metadata.name=${name} podSelector ${formatSelector(selector)}`;
  return {
    title: `Look in namespace ${name}`,
    changes: [{ kind: 'set', origin, value: `${WORDS[direction]} ${peer}` }],
  };
}

/** Only what a slip of the hand explains is offered: a repair opens or closes what the policy is there for. */
function withNearest<T extends Labelled>(
  message: string,
  selector: Selector,
  things: readonly T[],
  podsOf: (thing: T) => readonly Workload[],
): Dead {
  const nearest = nearestLabels(selector, things);
  const isClose = nearest && nearest.distance <= Math.max(1, Math.floor(lettersOf(selector, nearest.labels) / 4));
  if (!isClose) return { message, origin: placeOf(selector, []), meant: [] };
  const origin = placeOf(selector, nearest.changes);
  const { thing, labels, changes } = nearest;
  const fixes: Fix[] = changes.length === 0 ? [] : [{ title: `Select ${labels.join(' ')}`, changes }];
  const related = [{ origin: thing.origin, message: thing.name }];
  return {
    message: `${message}; nearest is ${thing.name} with ${labels.join(' ')}`,
    origin,
    related,
    fixes,
    meant: podsOf(thing),
  };
}

/** A key that is right says nothing of a value that is wrong: `kubernetes.io/metadata.name` is long, and its value may be short. */
function lettersOf({ requirements }: Selector, labels: readonly string[]): number {
  const said = ({ key, values }: Requirement) =>
    labels.some((label) => label.startsWith(`${key}=`)) ? values.join(',') : `${key}=${values.join(',')}`;
  return requirements.reduce((sum, one) => sum + said(one).length, 0);
}

/** The one requirement that is wrong, where it is one. */
function placeOf({ requirements, origin }: Selector, changes: readonly Change[]) {
  const changed = changes.flatMap((change) => (change.kind === 'set' ? change.origin : []));
  const [only, ...others] = changed.length > 0 ? changed : requirements.map((requirement) => requirement.origin);
  return only && others.length === 0 ? only : origin;
}
