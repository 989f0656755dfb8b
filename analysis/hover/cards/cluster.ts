import { formatAddress } from '../../../network/address/address.ts';
import type { Allocation } from '../../../network/topology/allocation.ts';
import type { Cluster, Node, NodeGroup } from '../../../network/topology/cluster.ts';
import type { Cni } from '../../../network/topology/cni.ts';
import type { Topology } from '../../../network/topology/topology.ts';
import type { Namespace } from '../../../network/topology/workload.ts';
import type { Model } from '../../model.ts';
import { addresses, byDefault, code, heading, labelsWords, line, list, prefixes, sourcedPrefixes } from '../lines.ts';
import { clusterPlanLines, nodePlanLines } from './plan.ts';
import { machineLines } from './underlay.ts';

/** kubelet's --max-pods and kube-controller-manager's --node-cidr-mask-size-ipv4. */
const DEFAULT_MAX_PODS = 110;
const DEFAULT_NODE_MASK = 24;

/** A cluster: its ranges, its plugin, what is left of them, and defaults where nothing is written. */
export function clusterCard(cluster: Cluster, model: Model): string[] {
  const allocation = model.allocate(cluster);
  const dns = cluster.namespaces
    .flatMap(({ services }) => services)
    .find(({ name, implicit }) => name === 'kube-dns' && implicit);
  const mask = cluster.nodeCIDRMaskSizes[4];
  const { from, to } = cluster.serviceNodePortRange;
  return [
    heading('cluster', cluster.id),
    ...line('podCIDR', sourcedPrefixes(cluster.podCIDRs)),
    ...line('nodeCIDRMaskSize', `${mask}${byDefault(mask === DEFAULT_NODE_MASK)}`),
    ...line('serviceCIDR', sourcedPrefixes(cluster.serviceCIDRs)),
    ...line('cni', cniWords(cluster.cni)),
    ...line('kubeProxy', code(cluster.kubeProxy.mode) + byDefault(cluster.kubeProxy.origin.reader === 'none')),
    ...line('dns', `${cluster.dns.implementation}${dns ? ` at ${addresses(allocation.clusterIPs(dns))}` : ''}`),
    ...line('nodes', String(cluster.nodes.length)),
    ...line('maxPods', `${cluster.maxPods} a node${byDefault(cluster.maxPods === DEFAULT_MAX_PODS)}`),
    ...line('serviceNodePortRange', code(`${from}-${to}`)),
    ...line('clusterDomain', code(cluster.clusterDomain)),
    ...clusterPlanLines(model, cluster),
  ];
}

/** The plugin and what matters of it: `flannel vxlan, VNI 1, UDP 8472`. */
export function cniWords(cni: Cni): string {
  switch (cni.kind) {
    case 'none':
      return 'none';
    case 'flannel': {
      const { type, vni, port, directRouting } = cni.backend;
      const vxlan = type === 'vxlan' ? `, VNI ${vni}, UDP ${port}${directRouting ? ', DirectRouting' : ''}` : '';
      return `flannel ${type}${vxlan}${cni.iface ? ` on ${code(cni.iface.value)}` : ''}`;
    }
    case 'calico':
      return `calico, ${list(cni.ipPools.map((pool) => `${code(pool.name)} ipip ${pool.ipipMode}, vxlan ${pool.vxlanMode}`))}`;
    case 'weave':
    case 'terway':
      return `${cni.kind} ${cni.mode}`;
    case 'aws-vpc':
      return `aws-vpc${cni.enablePrefixDelegation ? ' with prefix delegation' : ''}`;
  }
}

/** A node: its interfaces, the pods on it, and how many more it takes. */
export function nodeCard(node: Node, cluster: Cluster, allocation: Allocation, topology: Topology): string[] {
  const pods = allocation.podsOn(node.id);
  const written = node.podCIDRs.length > 0;
  const ranges = prefixes(allocation.nodePodCIDRs(node));
  const named = pods.map(({ label, addresses: own }) => `${code(label)} ${own.map(formatAddress).join(' ')}`);
  return [
    heading('node', node.name, `cluster ${code(cluster.name)}`),
    ...machineLines(node, topology),
    ...line('pod range', ranges && `${ranges}${written ? '' : ' (allocated)'}`),
    ...line('pods', pods.length > 0 && list(named)),
    ...nodePlanLines(cluster, node, allocation),
    ...line('labels', labelsWords(node.labels)),
    ...line('instanceType', node.instanceType && code(node.instanceType.value)),
    ...line('VTEP MAC', node.vtepMac && code(node.vtepMac.value)),
  ];
}

/** A group of nodes: how many there are, and how many may come. */
export function nodeGroupCard({ name, min, max }: NodeGroup, cluster: Cluster): string[] {
  return [
    heading('nodes', name, `cluster ${code(cluster.name)}`),
    ...line('nodes', `${min} now, named ${code(`${name}-1`)} to ${code(`${name}-${min}`)}; up to ${max} may come`),
  ];
}

/** A namespace: what is in it. */
export function namespaceCard(namespace: Namespace): string[] {
  const { workloads, services, policies } = namespace;
  return [
    heading('namespace', namespace.name, `cluster ${code(namespace.cluster)}`),
    ...line('labels', labelsWords(namespace.labels)),
    ...line('workloads', list(workloads.map(({ name }) => code(name)))),
    ...line('services', list(services.map(({ name }) => code(name)))),
    ...line('network policies', list(policies.map(({ name }) => code(name))) || 'none: everything may talk'),
  ];
}
