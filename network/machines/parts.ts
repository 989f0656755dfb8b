import { prefixOf } from '../address/prefix.ts';
import type { NodeInterface } from '../cni/plugin.ts';
import { pluginOf } from '../cni/plugins.ts';
import { kubeProxy } from '../kubernetes/kube-proxy/kube-proxy.ts';
import type { Allocation, Placement } from '../topology/allocation.ts';
import type { Cluster, Node } from '../topology/cluster.ts';
import type { Topology } from '../topology/topology.ts';
import { nodeKey } from './keys.ts';
import { defaultInterface, interfacesOf } from './nics.ts';
import type { ClusterParts } from './node.ts';
import { policyHooks } from './policies.ts';

/** What the nodes and pods of one cluster share, such as its CNI's index of pod ranges. */
export function clusterParts(
  topology: Topology,
  cluster: Cluster,
  allocation: Allocation,
  podKey: (pod: Placement) => string,
): ClusterParts {
  const interfaces = (node: Node) => nodeInterfaces(topology, node);
  const plugin = pluginOf({ cluster, allocation, interfaces, nodeKey, podKey });
  const policies = policyHooks(cluster, allocation, plugin.policies);
  return { topology, allocation, plugin, proxy: kubeProxy({ cluster, allocation }), policies };
}

function nodeInterfaces(topology: Topology, node: Node): readonly NodeInterface[] {
  const interfaces = interfacesOf(topology, node);
  const way = defaultInterface(topology, node, interfaces);
  return interfaces.map((nic) => ({
    device: nic.device,
    addresses: nic.addresses.map(({ address }) => address),
    networks: nic.addresses.map(({ address, length }) => prefixOf(address, length)),
    mac: nic.mac,
    mtu: nic.mtu,
    defaultRoute: nic === way?.nic,
    origin: nic.origin,
  }));
}
