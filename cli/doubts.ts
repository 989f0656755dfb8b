import { syntaxProblems } from '../analysis/diagnostics/diagnose.ts';
import { comparePlaces, problemOf } from '../analysis/diagnostics/problem.ts';
import { manifestProblems } from '../analysis/manifests/problems.ts';
import type { Model } from '../analysis/model.ts';
import { rangeOf } from '../analysis/origins.ts';
import type { IpBlockPods } from '../analysis/reach/reach.ts';
import { otherPoliciesWords } from '../network/topology/other-policies.ts';
import { shownPath } from './paths.ts';

/** What an answer about reachability cannot know, a line each. */
export function doubts(model: Model, ipBlockPods: IpBlockPods, cwd: string): string[] {
  return [
    brokenText(model),
    ...otherPoliciesTexts(model),
    unreadText(model, cwd),
    twiceText(model, cwd),
    unrenderedText(model, cwd),
    ipBlockPods === 'include' ? unplacedText(model) : undefined,
  ].flatMap((text) => (text === undefined ? [] : `${text}\n`));
}

const policiesOf = ({ topology: { clusters } }: Model) =>
  clusters.flatMap(({ namespaces }) => namespaces.flatMap((one) => one.policies));

function brokenText(model: Model): string | undefined {
  const broken = policiesOf(model).filter((one) => one.broken);
  const names = broken.map(({ namespace, name }) => `${namespace}/${name}`);
  return names.length === 0 ? undefined : `not in it: policies that cannot be read decide nothing: ${names.join(', ')}`;
}

/** Policies of other APIs decide with those of Kubernetes: without them an answer is one half of the truth. */
function otherPoliciesTexts({ topology: { clusters } }: Model): string[] {
  return clusters.flatMap((cluster) => {
    const words = otherPoliciesWords(cluster);
    const where = clusters.length > 1 ? ` in cluster ${cluster.name}` : '';
    return words === undefined ? [] : `this may not hold${where}: ${words} decide too, and knet does not read them`;
  });
}

/**
 * Mistakes of texts are told by `knet check`. Not each leaves something out: much of what the API server refuses is
 * read all the same.
 */
function unreadText(model: Model, cwd: string): string | undefined {
  const isAlone = model.documents.length === 0;
  const found = isAlone ? manifestProblems(model).map((one) => problemOf(one, model.uri)) : syntaxProblems(model);
  const mistakes = found.filter(({ severity }) => severity === 'error');
  const [first] = mistakes.sort(comparePlaces);
  if (!first) return undefined;
  const place = `${shownPath(first.uri, cwd)}:${first.range.start.line + 1}`;
  const count = mistakes.length === 1 ? `a mistake at ${place}` : `${mistakes.length} mistakes, the first at ${place}`;
  return `the ${isAlone ? 'manifests' : 'files'} have ${count} (knet check tells of each); what cannot be read is not in it`;
}

/** Of two objects of one name a cluster has one, and nobody says which: what either says counts. */
function twiceText({ topology: { findings } }: Model, cwd: string): string | undefined {
  const twice = findings.filter((one) => one.kind === 'duplicate-name');
  const [first] = twice;
  if (!first) return undefined;
  const range = rangeOf(first.origin);
  const place = range ? ` at ${shownPath(range.uri, cwd)}:${range.range.start.line + 1}` : '';
  const others = twice.length > 1 ? `, and ${twice.length - 1} more` : '';
  return `declared twice, of which both count: ${first.what} ${first.name}${place}${others} (knet check tells of each)`;
}

const KUSTOMIZATION = /\/kustomization\.ya?ml$/i;

/** Bases and patches of Kustomize lie as they are beside each other; what is made of them is in no file. */
export function unrenderedText({ manifests }: Model, cwd: string): string | undefined {
  const found = manifests.find(({ uri }) => KUSTOMIZATION.test(uri));
  if (!found) return undefined;
  return `not in it: what ${shownPath(found.uri, cwd)} makes of the files; read what kubectl kustomize prints`;
}

function unplacedText(model: Model): string | undefined {
  const hasBlocks = policiesOf(model).some(({ ingress, egress }) =>
    [...ingress, ...egress].some(({ peers }) => peers.some(({ ipBlock }) => ipBlock)),
  );
  const unplaced = model.topology.clusters
    .filter(({ nodes }) => nodes.length === 0)
    .flatMap(({ namespaces }) => namespaces.flatMap(({ workloads }) => workloads))
    .filter(({ addresses }) => addresses.length === 0).length;
  if (!hasBlocks || unplaced === 0) return undefined;
  return `not in it: whether an ipBlock holds the pods of ${unplaced} workloads, whose addresses nobody says`;
}
