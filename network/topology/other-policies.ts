import type { Cluster } from './cluster.ts';

/** `2 NetworkPolicy of projectcalico.org and 1 CiliumNetworkPolicy of cilium.io`; undefined where there are none. */
export function otherPoliciesWords({ otherPolicies = [] }: Pick<Cluster, 'otherPolicies'>): string | undefined {
  const counts = new Map<string, number>();
  for (const { kind, group } of otherPolicies) {
    const what = `${kind} of ${group}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  const words = [...counts].map(([what, count]) => `${count} ${what}`);
  return words.length === 0 ? undefined : [words.slice(0, -1).join(', '), words.at(-1)].filter(Boolean).join(' and ');
}
