import type { Cluster } from '../../network/topology/cluster.ts';
import type { Model } from '../model.ts';
import { type Limit, tightest } from './limit.ts';
import type { PodRangePlan } from './pod-ranges.ts';
import { freeIn, isIPv6, namesOf, segmentsOfNodes } from './pods.ts';

export interface NodesPlan {
  readonly count: number;
  /** How many more the groups of nodes may grow by. */
  readonly growth: number;
  /** How many more fit; null where nothing in the model bounds them. */
  readonly more: number | null;
  readonly limits: readonly Limit[];
}

/** A node needs an address, and a pod range where the CNI gives nodes ranges. */
export function nodesPlan(model: Model, cluster: Cluster, ranges: readonly PodRangePlan[]): NodesPlan {
  const limits = [...rangeLimits(ranges), ...addressLimits(model, cluster)];
  return {
    count: cluster.nodes.length,
    growth: cluster.nodeGroups.reduce((sum, { min, max }) => sum + Math.max(0, max - min), 0),
    more: tightest(limits),
    limits,
  };
}

/** A node needs a range of each family, whichever IPPool it is from. */
function rangeLimits(ranges: readonly PodRangePlan[]): Limit[] {
  return [false, true].flatMap((family) => {
    const own = ranges.filter((range) => range.nodeRanges && isIPv6(range) === family);
    if (own.length === 0) return [];
    const lengths = new Set(own.map(({ nodeRanges }) => `/${nodeRanges!.length}`));
    const what = `node ranges of ${[...lengths].join(', ')} in ${own.map(({ cidr }) => cidr).join(', ')}`;
    return [{ what, more: own.reduce((sum, { nodeRanges }) => sum + nodeRanges!.free, 0) }];
  });
}

function addressLimits(model: Model, cluster: Cluster): Limit[] {
  const segments = [...segmentsOfNodes(model, cluster)].filter(({ cidrs }) => cidrs.length > 0);
  if (segments.length === 0) return [];
  const more = segments.reduce((sum, segment) => sum + freeIn(model, segment), 0);
  return [{ what: `addresses of ${namesOf(segments)}`, more }];
}
