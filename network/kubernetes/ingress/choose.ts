import type { HttpRequest } from '../../linux/packet.ts';
import type { Ingress, IngressRule } from '../../topology/workload.ts';

/** A rule with the ingress that it is of. */
export interface PlacedRule {
  readonly ingress: Ingress;
  readonly rule: IngressRule;
}

/**
 * The rule that a controller takes for a request. The host first: an exact one, then a wildcard (`*.example.com`, one
 * label), then rules for every host. nginx looks no further than at the first of these that there is any rule for; an ALB
 * does. Among the paths an exact one wins, then the longest prefix, element by element.
 * Source: kubernetes.io/docs/concepts/services-networking/ingress, "Path types" and "Hostname wildcards".
 */
export function chooseRule(rules: readonly PlacedRule[], request: HttpRequest): PlacedRule | undefined {
  const strict = rules[0]?.ingress.class !== 'alb';
  const ordered = !strict && rules.some(({ rule }) => rule.path.includes('*'));
  for (const rank of [2, 1, 0] as const) {
    const hosted = rules.filter(({ rule }) => hostRank(rule.host, request.host) === rank);
    const found = ordered ? firstOf(hosted, request.path) : longestOf(hosted, request.path);
    if (found || (strict && hosted.length > 0)) return found;
  }
  return undefined;
}

/** 2 exact, 1 by wildcard, 0 for every host; undefined: it is for others. */
function hostRank(host: string | undefined, asked: string): 0 | 1 | 2 | undefined {
  if (host === undefined || host === '*') return 0;
  if (host.toLowerCase() === asked) return 2;
  const wildcard = host.startsWith('*.') && asked.slice(asked.indexOf('.')) === host.slice(1).toLowerCase();
  return wildcard && asked.includes('.') ? 1 : undefined;
}

function longestOf(rules: readonly PlacedRule[], path: string): PlacedRule | undefined {
  const exact = rules.find(({ rule }) => rule.pathType === 'Exact' && rule.path === path);
  if (exact) return exact;
  const fitting = rules.filter(({ rule }) => rule.pathType !== 'Exact' && isPrefix(rule.path, path));
  return fitting.sort((a, b) => stem(b.rule.path).length - stem(a.rule.path).length)[0];
}

/** An ALB with patterns takes its rules as they stand (pathType ImplementationSpecific). */
function firstOf(rules: readonly PlacedRule[], path: string): PlacedRule | undefined {
  return rules.find(({ rule }) =>
    rule.path.includes('*') ? pattern(rule.path).test(path) : isPrefix(rule.path, path),
  );
}

function isPrefix(prefix: string, path: string): boolean {
  const own = stem(prefix);
  return own === '' || path === own || path.startsWith(`${own}/`);
}

/** `/api`, `/api/` and `/api/*` are one prefix; that of everything is empty. */
export function stem(path: string): string {
  return path.replace(/\/?\*?$/, '');
}

/** What an ALB makes of a path with `*` (any letters) and `?` (one letter). */
export function pattern(path: string): RegExp {
  const parts = path.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('\\?', '.'));
  return new RegExp(`^${parts.join('.*')}$`);
}

/** `host shop.example.com path /api`, as a rule is written. */
export function formatRule({ host, path, service, port }: IngressRule): string {
  const name = service.value.slice(service.value.indexOf('/') + 1);
  return `${host === undefined ? '' : `host ${host} `}path ${path} -> ${name}:${port}`;
}
