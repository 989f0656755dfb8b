import { type PlacedRule, pattern, stem } from '../../kubernetes/ingress/choose.ts';
import { placed } from '../../kubernetes/ingress/controller.ts';
import type { Cluster } from '../../topology/cluster.ts';
import { groupBy } from '../../topology/grouping.ts';
import type { Origin } from '../../topology/origin.ts';
import type { IngressRule } from '../../topology/workload.ts';
import type { Check, Diagnostic } from '../diagnostic.ts';
import { diagnostic } from '../support/place.ts';

export const ingressShadowed: Check = {
  code: 'INGRESS-SHADOWED',
  severity: 'warning',
  summary: 'A path of an ingress that can never be chosen',
  *run({ topology, stop }) {
    for (const cluster of topology.clusters) {
      if (stop()) return;
      for (const rules of listeners(cluster)) yield* shadowed(this, rules);
    }
  },
};

/** What one proxy decides among: a controller in the cluster has the rules of all ingresses, an ALB those of its own. */
function listeners({ namespaces }: Cluster): readonly (readonly PlacedRule[])[] {
  const all = namespaces.flatMap(({ ingresses }) => ingresses);
  const groups = groupBy(all, ({ class: name, id }) => (name === 'alb' ? id : name));
  return [...groups.values()].map((group) => group.flatMap(placed));
}

function* shadowed(check: Check, rules: readonly PlacedRule[]): Generator<Diagnostic> {
  const firsts = new Map<string, PlacedRule>();
  const wide: PlacedRule[] = [];
  const told = new Set<Origin>();
  for (const placed of rules) {
    const { ingress, rule } = placed;
    const key = `${rule.host ?? '*'} ${meant(rule)}`;
    const same = firsts.get(key);
    const wider = same ? undefined : wide.find((one) => covers(one.rule, rule));
    if (!same) firsts.set(key, placed);
    if (ingress.class === 'alb' && rule.path.includes('*')) wide.push(placed);
    const first = same ?? wider;
    // Of one statement there may be several rules, as of a Route to all ports of its Services: they share the requests.
    if (!first || first.rule.origin === rule.origin || told.has(rule.origin)) continue;
    told.add(rule.origin);
    const why = same
      ? 'has the same host and path'
      : `${words(first.rule)} stands before it and takes all of its paths`;
    yield diagnostic(check, {
      message: `${words(rule)} is never chosen: ${same ? `${owner(placed, first)} ${why}` : why}`,
      origin: rule.origin,
      related: [{ origin: first.rule.origin, message: `${words(first.rule)} leads to ${first.rule.service.value}` }],
    });
  }
}

/** An exact path is another one than the prefix that is written alike. */
function meant({ path, pathType }: IngressRule): string {
  return pathType === 'Exact' ? `= ${path}` : stem(path);
}

/** Rules of an ALB are tried in the order in which they stand; `*` stands for any letters. */
function covers(earlier: IngressRule, later: IngressRule): boolean {
  if (earlier.host !== undefined && earlier.host !== later.host) return false;
  return pattern(earlier.path).test(later.path);
}

function words({ host, path }: IngressRule): string {
  return `${host ?? ''}${path}`;
}

function owner(one: PlacedRule, first: PlacedRule): string {
  return first.ingress === one.ingress
    ? 'a rule before it'
    : `a rule of ingress ${first.ingress.namespace}/${first.ingress.name}`;
}
