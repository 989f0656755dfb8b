import type { Cluster } from '../../topology/cluster.ts';
import type { Ingress, IngressRule } from '../../topology/workload.ts';
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

interface Placed {
  readonly ingress: Ingress;
  readonly rule: IngressRule;
}

/** What one proxy decides among: a controller in the cluster has the rules of all ingresses, an ALB those of its own. */
function listeners({ namespaces }: Cluster): readonly (readonly Placed[])[] {
  const groups = new Map<string, Placed[]>();
  for (const ingress of namespaces.flatMap((namespace) => namespace.ingresses)) {
    const key = ingress.class === 'alb' ? ingress.id : ingress.class;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(...ingress.rules.map((rule) => ({ ingress, rule })));
  }
  return [...groups.values()];
}

function* shadowed(check: Check, rules: readonly Placed[]): Generator<Diagnostic> {
  const firsts = new Map<string, Placed>();
  const wide: Placed[] = [];
  for (const placed of rules) {
    const { ingress, rule } = placed;
    const key = `${rule.host ?? '*'} ${normal(rule.path)}`;
    const same = firsts.get(key);
    const wider = same ? undefined : wide.find((one) => covers(one.rule, rule));
    if (!same) firsts.set(key, placed);
    if (ingress.class === 'alb' && rule.path.includes('*')) wide.push(placed);
    const first = same ?? wider;
    if (!first) continue;
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

/** `/api`, `/api/` and `/api/*` are one prefix. */
function normal(path: string): string {
  return path.replace(/\/?\*?$/, '') || '/';
}

/** Rules of an ALB are tried in the order in which they stand; `*` stands for any letters. */
function covers(earlier: IngressRule, later: IngressRule): boolean {
  if (earlier.host !== undefined && earlier.host !== later.host) return false;
  const pattern = earlier.path.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('.*')}$`).test(later.path);
}

function words({ host, path }: IngressRule): string {
  return `${host ?? ''}${path}`;
}

function owner(one: Placed, first: Placed): string {
  return first.ingress === one.ingress
    ? 'a rule before it'
    : `a rule of ingress ${first.ingress.namespace}/${first.ingress.name}`;
}
