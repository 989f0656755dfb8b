import { Reachability } from '../../network/reachability/reachability.ts';
import { says } from '../../network/reachability/says.ts';
import type { ReachabilityOptions } from '../../network/reachability/world.ts';
import type { Cluster } from '../../network/topology/cluster.ts';
import type { Topology } from '../../network/topology/topology.ts';
import type { Model } from '../model.ts';

export type IpBlockPods = ReachabilityOptions['ipBlockPods'];

/** An engine and the model that it stands at. */
interface Kept {
  readonly engine: Reachability;
  model: Model;
}

/** By what the models of a file have in common; then by way and cluster. */
const kept = new WeakMap<object, Map<string, Kept>>();

/**
 * Who can reach whom in a cluster of the model. The engine follows the file from one text to the next, so that what an edit
 * left alone is not worked out again: it says what this model says until somebody asks for another model's.
 */
export function reachabilityOf(model: Model, clusterId: string, ipBlockPods: IpBlockPods = 'include'): Reachability {
  const engines = kept.get(model.lineage) ?? new Map<string, Kept>();
  kept.set(model.lineage, engines);
  const key = `${ipBlockPods} ${clusterId}`;
  const known = engines.get(key);
  const cluster = model.topology.clusters.find(({ id }) => id === clusterId)!;
  if (known && (known.model === model || follow(known, model, cluster, ipBlockPods))) return known.engine;
  const engine = new Reachability(cluster, optionsOf(model, cluster, ipBlockPods));
  engines.set(key, { engine, model });
  return engine;
}

/** False where pods may have other addresses because of what is not in the cluster: such an engine is of no more use. */
function follow(one: Kept, model: Model, cluster: Cluster, ipBlockPods: IpBlockPods): boolean {
  if (!surroundingsAlike(one.model.topology, model.topology, cluster.id)) return false;
  one.engine.update(cluster, optionsOf(model, cluster, ipBlockPods));
  one.model = model;
  return true;
}

const optionsOf = (model: Model, cluster: Cluster, ipBlockPods: IpBlockPods): ReachabilityOptions => ({
  ipBlockPods,
  ...podAddressesOf(model, cluster),
});

/** Subnets, machines and other clusters may take addresses that pods of the cluster would get. */
function surroundingsAlike(a: Topology, b: Topology, clusterId: string): boolean {
  const without = ({ vpcs, segments, routers, hosts, overlays, clusters }: Topology) => {
    return [vpcs, segments, routers, hosts, overlays, clusters.filter(({ id }) => id !== clusterId)];
  };
  return says(without(a), without(b));
}

/** Without nodes nothing is placed, so that only written addresses are known. */
export function podAddressesOf(model: Model, cluster: Cluster): Pick<ReachabilityOptions, 'podAddresses'> {
  if (cluster.nodes.length === 0) return {};
  return {
    podAddresses: (workload) =>
      model
        .allocate(cluster)
        .pods(workload)
        .map((pod) => pod.addresses),
  };
}
