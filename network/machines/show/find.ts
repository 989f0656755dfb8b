import type { Topology } from '../../topology/topology.ts';
import { containerKey, hostKey, nodeKey, routerKey, vpcKey } from '../keys.ts';
import type { Network } from '../network.ts';

/** Keys of the machines that a name may mean: `node-a`, `demo/node-a`, `default/a`, `h1/web`, a host, router or VPC. */
export function machineKeys(network: Network, name: string): readonly string[] {
  const { topology } = network;
  const named = ({ id, name: own }: { readonly id: string; readonly name: string }) => id === name || own === name;
  return [
    ...topology.clusters.flatMap(({ nodes }) => nodes.filter(named).map(nodeKey)),
    ...topology.hosts.filter(named).map(hostKey),
    ...topology.routers.filter(named).map(routerKey),
    ...topology.vpcs.filter(named).map(vpcKey),
    ...containersNamed(network, topology, name),
    ...podsNamed(network, topology, name),
  ];
}

function containersNamed(network: Network, { hosts }: Topology, name: string): readonly string[] {
  const containers = hosts.flatMap(({ docker }) => docker?.containers ?? []).filter(({ id }) => id === name);
  return containers.flatMap((container) => {
    const placed = network.containers.find(container.id);
    return (placed && network.containers.namespaceKey(placed)) ?? containerKey(container);
  });
}

/** A pod by `namespace/name`, with or without its cluster; the pods of a controller by their own names. */
function podsNamed(network: Network, { clusters }: Topology, name: string): readonly string[] {
  return clusters.flatMap((cluster) => {
    const allocation = network.allocate(cluster);
    const workloads = cluster.namespaces.flatMap((namespace) => namespace.workloads);
    const candidates = workloads.filter(
      ({ id }) => name.startsWith(id) || name.startsWith(id.slice(cluster.id.length + 1)),
    );
    const pods = candidates.flatMap((workload) => allocation.pods(workload));
    return pods.filter(({ id, label }) => id === name || label === name).map((pod) => network.podKey(pod));
  });
}
