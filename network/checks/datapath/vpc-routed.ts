import { type TableInForce, tablesOf } from '../../cloud/routing/tables.ts';
import { indexById } from '../../topology/by-id.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { Origin } from '../../topology/origin.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Vpc } from '../../topology/underlay.ts';
import { type Uplink, uplinks } from '../support/uplinks.ts';
import { vpcRouteOf } from '../support/vpc-route.ts';

/** A cluster whose Pods the route table of a VPC leads to, one entry a node: flannel alivpc, Terway vpc. */
export interface VpcRouted {
  readonly cluster: Cluster;
  /** What makes it so. */
  readonly words: string;
  readonly origin: Origin;
  readonly uplinks: readonly Uplink[];
}

/** Such clusters of a topology. */
export function vpcRouted(topology: Topology): readonly VpcRouted[] {
  return topology.clusters.flatMap((cluster) => {
    const route = vpcRouteOf(cluster);
    return route ? [{ cluster, ...route, uplinks: uplinks(topology, cluster) }] : [];
  });
}

/** Controllers write into the system table and no other. */
export function systemTable(vpc: Vpc): TableInForce {
  return tablesOf(vpc)[0]!;
}

/** The VPC that a node is plugged into. */
export function vpcOf(topology: Topology, { segment }: Uplink): Vpc | undefined {
  return indexById(topology).vpcs.get(segment?.vpc ?? '');
}

/** As the text calls it; one that nobody declared is the provider's own. */
export function systemTableName(vpc: Vpc): string {
  return systemTable(vpc).declared?.name ?? 'system';
}
