import type { Network } from '../../machines/network.ts';
import type { Placement } from '../../topology/allocation.ts';
import { indexById } from '../../topology/by-id.ts';
import { groupBy } from '../../topology/grouping.ts';
import { sharesPools } from '../../topology/ipam/shared-pools.ts';
import { shortageOf } from '../../topology/ipam/shortage.ts';
import { shownName } from '../../topology/shown-name.ts';
import type { Service, Workload } from '../../topology/workload.ts';
import type { Parties, Party } from '../parties.ts';
import { insufficient } from './unknown.ts';

/** One pod of a workload, counted from 0. */
export function ofPod(network: Network, workload: Workload | undefined, index: number): Parties {
  const pod = workload && network.allocate(clusterOf(network, workload)).pod(workload, index);
  return pod ? [podParty(network, [pod])] : insufficient('there is no such pod');
}

/** The pods of workloads; those that nobody knows are passed over. */
export function ofWorkloads(network: Network, workloads: readonly (Workload | undefined)[]): Parties {
  const parties = workloads.flatMap((workload) => (workload ? classesOf(network, workload) : []));
  return parties.length > 0 ? parties : insufficient('there is no such pod');
}

function classesOf(network: Network, workload: Workload): readonly Party[] {
  return podParties(network, network.allocate(clusterOf(network, workload)).pods(workload));
}

/** Pods, those that cannot be told apart as one party. */
export function podParties(network: Network, pods: readonly Placement[]): readonly Party[] {
  return classes(network, pods).map((alike) => podParty(network, alike));
}

/**
 * Pods that cannot be told apart: of one workload, on one node, with addresses of its range or of like interfaces, and not
 * tampered with.
 */
function classes(network: Network, pods: readonly Placement[]): readonly (readonly Placement[])[] {
  const groups = groupBy(pods, (pod) => {
    const { workload } = pod;
    const allocation = network.allocate(clusterOf(network, workload));
    const shared = sharesPools(clusterOf(network, workload));
    const atHome = workload.hostNetwork || pod.addresses.every((own) => allocation.nodeOfRange(own) === pod.node);
    const alike = (atHome || shared) && !network.isMutated(network.podKey(pod));
    const by = shared ? pod.addresses.map((own) => allocation.elasticInterfaceAt(own)?.segment ?? '') : [];
    return `${workload.id} ${pod.node.id} ${by} ${pod.addresses.length}${alike ? '' : ` ${pod.id}`}`;
  });
  return [...groups.values()];
}

function podParty(network: Network, pods: readonly Placement[]): Party {
  const cluster = clusterOf(network, pods[0]!.workload);
  const allocation = network.allocate(cluster);
  const members = pods.map((pod) => {
    return {
      id: pod.id,
      label: shownName(network.topology, pod.id),
      key: network.podKey(pod),
      addresses: pod.addresses,
      unborn: shortageOf(network.topology, cluster, allocation, pod),
    };
  });
  return { members, ports: pods[0]!.workload.ports };
}

/** The cluster that a Service or the pods of a workload are of. */
export function clusterOf(network: Network, { cluster }: Workload | Service) {
  return indexById(network.topology).clusters.get(cluster)!;
}
