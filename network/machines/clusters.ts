import type { Address } from '../address/address.ts';
import type { AttachedInterface, AttachedInterfaces, CniPlugin, RoutingPeer } from '../cni/plugin.ts';
import type { RouteSource } from '../linux/routing-table.ts';
import type { Allocate, Placement } from '../topology/allocation.ts';
import { indexById } from '../topology/by-id.ts';
import { remembered } from '../topology/ipam/lazy.ts';
import type { Topology } from '../topology/topology.ts';
import type { ClusterParts } from './node.ts';
import { clusterParts } from './parts.ts';

/** What the nodes and pods of each cluster are made of, and what all clusters' plugins say together. */
export class Clusters {
  /** By a cluster's id, worked out when first asked for. */
  readonly partsOf: (id: string) => ClusterParts;
  readonly #topology: Topology;

  constructor(topology: Topology, allocate: Allocate, podKey: (pod: Placement) => string) {
    this.#topology = topology;
    this.partsOf = remembered((id) => {
      const cluster = indexById(topology).clusters.get(id)!;
      return clusterParts(topology, cluster, allocate(cluster), podKey);
    });
  }

  plugins(): readonly CniPlugin[] {
    return this.#topology.clusters.map(({ id }) => this.partsOf(id).plugin);
  }

  /** What a router learns of the clusters' pods. */
  told(router: RoutingPeer): readonly RouteSource[] {
    return this.plugins().flatMap((plugin) => plugin.told?.(router) ?? []);
  }

  /** The card that a CNI's controller has attached for an address. */
  attachedAt(address: Address): AttachedInterface | undefined {
    return this.#attached((cards) => cards.at(address));
  }

  /** The card with that MAC that a CNI's controller has attached. */
  attachedByMac(mac: string): AttachedInterface | undefined {
    return this.#attached((cards) => cards.byMac(mac));
  }

  #attached(find: (cards: AttachedInterfaces) => AttachedInterface | undefined): AttachedInterface | undefined {
    for (const { id } of this.#topology.clusters) {
      const { attached } = this.partsOf(id).plugin;
      const card = attached && find(attached);
      if (card) return card;
    }
    return undefined;
  }
}
