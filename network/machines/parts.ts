import { familyOf } from '../address/address.ts';
import { type Prefix, prefixFamily, prefixOf } from '../address/prefix.ts';
import type { NodeInterface, SubnetView } from '../cni/plugin.ts';
import { pluginOf } from '../cni/plugins.ts';
import { controllerService, ingressRelay, isController, rulesOfClass } from '../kubernetes/ingress/controller.ts';
import { kubeProxy } from '../kubernetes/kube-proxy/kube-proxy.ts';
import type { Allocation, Placement } from '../topology/allocation.ts';
import { indexById } from '../topology/by-id.ts';
import type { Cluster, Node } from '../topology/cluster.ts';
import type { Topology } from '../topology/topology.ts';
import type { Service } from '../topology/workload.ts';
import { statusAddresses } from './balancers.ts';
import { podBackends } from './build-balancer.ts';
import { nodeKey } from './keys.ts';
import { defaultInterface, gatewaysOf, interfacesOf } from './nics.ts';
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
  const subnet = (id: string) => subnetView(topology, id);
  const plugin = pluginOf({ cluster, allocation, interfaces, subnet, nodeKey, podKey });
  const loadBalancerIPs = (service: Service) => statusAddresses(topology, service);
  const relayOf = controllerRelay(cluster, allocation);
  const policies = policyHooks(cluster, allocation, plugin.policies);
  return {
    topology,
    allocation,
    plugin,
    proxy: kubeProxy({ cluster, allocation, loadBalancerIPs }),
    policies,
    relayOf,
  };
}

/** The proxy in the pods of the in-cluster ingress controller. */
function controllerRelay(cluster: Cluster, allocation: Allocation): ClusterParts['relayOf'] {
  const rules = rulesOfClass(cluster, 'nginx');
  const service = rules.length > 0 ? controllerService(cluster) : undefined;
  const relay = service && ingressRelay('nginx', rules, podBackends(cluster, allocation), true);
  return (workload) => (isController(service, workload) ? relay : undefined);
}

function subnetView(topology: Topology, id: string): SubnetView | undefined {
  const { segments, vpcs } = indexById(topology);
  const segment = segments.get(id);
  if (!segment) return undefined;
  const isIPv4 = (range: Prefix) => prefixFamily(range) === 4;
  return {
    gateway: gatewaysOf(topology, segment).find((address) => familyOf(address) === 4),
    prefix: segment.cidrs.map(({ value }) => value).find(isIPv4),
    vpcRanges: (vpcs.get(segment.vpc ?? '')?.cidrs ?? []).map(({ value }) => value).filter(isIPv4),
  };
}

/** The cards of a node as its CNI sees them. */
export function nodeInterfaces(topology: Topology, node: Node): readonly NodeInterface[] {
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
