import type { Model } from '../model.ts';
import { type ClusterPlan, clusterPlan } from './clusters.ts';
import { type NetworkPlan, networkPlan, type VpcPlan, vpcPlan } from './underlay.ts';

/**
 * The address plan of a model: what every range holds, and how much more fits. Plain data: `knet plan --format json`
 * prints it as it is (`docs/schemas/plan.schema.json`). Numbers of addresses are exact up to 2^53.
 */
export interface Plan {
  readonly vpcs: readonly VpcPlan[];
  readonly networks: readonly NetworkPlan[];
  readonly clusters: readonly ClusterPlan[];
}

/** The address plan of all that a model declares. */
export function planOf(model: Model): Plan {
  const { topology } = model;
  return {
    vpcs: topology.vpcs.map((vpc) => vpcPlan(model, vpc)),
    networks: topology.segments.filter(({ vpc }) => vpc === undefined).map((one) => networkPlan(model, one)),
    clusters: topology.clusters.map((cluster) => clusterPlan(model, cluster)),
  };
}
