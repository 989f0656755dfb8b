import type { Address } from '../../address/address.ts';
import type { Cluster } from '../cluster.ts';
import { lazy, perObject } from './lazy.ts';
import { nodeRanges } from './node-ranges.ts';
import { placePods } from './placement.ts';
import { nodesByRange } from './pod-index.ts';

/**
 * Where the pods are in a cluster whose nodes have ranges of their own, and those ranges. It follows from the cluster alone,
 * so it is kept as long as the cluster is the same object, through edits elsewhere. Every part is worked out when first
 * asked for.
 */
export const ownRanges = perObject((cluster: Cluster) => {
  const own = lazy(() => nodeRanges(cluster));
  const homes = lazy(() => nodesByRange(cluster.nodes.map((_, index) => own().first(index))));
  const homeOf = (address: Address) => cluster.nodes[homes().lookup(address)?.value ?? -1];
  const placement = lazy(() => placePods(cluster, homeOf));
  return { own, placement, ranges: lazy(() => own().all(placement())) };
});
