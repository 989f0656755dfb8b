import { Reachability } from '../../network/reachability/reachability.ts';
import type { ReachabilityOptions } from '../../network/reachability/world.ts';
import type { Cluster } from '../../network/topology/cluster.ts';
import { type Model, perModel } from '../model.ts';

export type IpBlockPods = ReachabilityOptions['ipBlockPods'];

const engines: Readonly<Record<IpBlockPods, (model: Model) => ReadonlyMap<string, Reachability>>> = {
  include: perModel((model) => enginesOf(model, 'include')),
  exclude: perModel((model) => enginesOf(model, 'exclude')),
};

/** Who can reach whom in a cluster of the model; what has been worked out is kept with the model. */
export function reachabilityOf(model: Model, clusterId: string, ipBlockPods: IpBlockPods = 'include'): Reachability {
  return engines[ipBlockPods](model).get(clusterId)!;
}

function enginesOf(model: Model, ipBlockPods: IpBlockPods): Map<string, Reachability> {
  const engineOf = (cluster: Cluster) => new Reachability(cluster, { ipBlockPods, ...podAddressesOf(model, cluster) });
  return new Map(model.topology.clusters.map((cluster) => [cluster.id, engineOf(cluster)]));
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
