import type { Topology } from './topology.ts';

/**
 * What a trace calls a thing of a cluster by its id (`demo/default/a`): without the cluster (`default/a`), unless the
 * model has several, where the same name may stand in each.
 */
export function shownName({ clusters }: Pick<Topology, 'clusters'>, id: string): string {
  return clusters.length > 1 ? id : id.slice(id.indexOf('/') + 1);
}
