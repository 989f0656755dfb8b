import type { Provider, Vpc } from '../topology/underlay.ts';

/** A limit of a provider, with the name by which `quota` overrides it. */
export interface Quota {
  readonly name: string;
  readonly limit: number;
  /** Where the number is from, and when it was read; empty where a model says its own. */
  readonly source: string;
  readonly read: string;
}

/** `quota routesPerTable N`: how many entries of one's own a route table of a VPC takes. */
const ROUTES_PER_TABLE = 'routesPerTable';

/** What `quota` can override. */
export const QUOTAS: readonly string[] = [ROUTES_PER_TABLE];

/** Both providers raise theirs on request. Others have no table of the kind, or none that controllers write into. */
const ROUTES: Readonly<Partial<Record<Provider, Omit<Quota, 'name'>>>> = {
  alibaba: { limit: 200, source: 'https://www.alibabacloud.com/help/en/vpc/limits-and-quotas', read: '2025-11' },
  aws: {
    limit: 500,
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html',
    read: '2025-11',
  },
};

/** The limit in force; undefined where none is known. */
export function routesPerTable({ provider, quotas }: Pick<Vpc, 'provider' | 'quotas'>): Quota | undefined {
  const own = Object.hasOwn(quotas, ROUTES_PER_TABLE) ? quotas[ROUTES_PER_TABLE] : undefined;
  if (own !== undefined) return { name: ROUTES_PER_TABLE, limit: own, source: '', read: '' };
  const known = ROUTES[provider];
  return known && { name: ROUTES_PER_TABLE, ...known };
}
