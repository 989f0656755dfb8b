import type { Cluster } from '../../network/topology/cluster.ts';
import type { Model } from '../model.ts';
import { type NodesPlan, nodesPlan } from './nodes.ts';
import { type PodRangePlan, podRanges } from './pod-ranges.ts';
import { type NodePlan, nodePlans, type PodsPlan, podsPlan } from './pods.ts';
import { type NodePortPlan, nodePortPlan, type ServiceRangePlan, serviceRanges } from './services.ts';

export interface ClusterPlan {
  readonly id: string;
  readonly cni: string;
  readonly nodes: NodesPlan;
  readonly pods: PodsPlan;
  /** Where pods have their addresses from, unless that is a subnet. */
  readonly podRanges: readonly PodRangePlan[];
  readonly eachNode: readonly NodePlan[];
  readonly services: readonly ServiceRangePlan[];
  readonly nodePorts: NodePortPlan;
}

/** What a cluster has taken of its ranges, and how much more fits. */
export function clusterPlan(model: Model, cluster: Cluster): ClusterPlan {
  const allocation = model.allocate(cluster);
  const eachNode = nodePlans(cluster, allocation);
  const ranges = podRanges(cluster, allocation);
  return {
    id: cluster.id,
    cni: cluster.cni.kind,
    nodes: nodesPlan(model, cluster, ranges),
    pods: podsPlan(model, cluster, eachNode, ranges),
    podRanges: ranges,
    eachNode,
    services: serviceRanges(cluster, allocation),
    nodePorts: nodePortPlan(cluster, allocation),
  };
}
