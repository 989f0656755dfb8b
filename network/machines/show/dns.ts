import { formatAddress } from '../../address/address.ts';
import { recordText } from '../../kubernetes/dns/records.ts';
import { podResolver } from '../../kubernetes/dns/resolver.ts';
import { zoneRecords } from '../../kubernetes/dns/zone-records.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import { indexById } from '../../topology/by-id.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { Workload } from '../../topology/workload.ts';
import type { Network } from '../network.ts';

/** A pod's `/etc/resolv.conf`; of a node what its kubelet tells pods, and the names that the cluster's DNS knows. */
export function dnsLines(network: Network, { key }: NetworkNamespace): readonly string[] {
  const id = key.slice(key.indexOf(':') + 1);
  const { nodes, clusters } = indexById(network.topology);
  const cluster = clusters.get(nodes.get(id)?.cluster ?? '');
  if (key.startsWith('node:') && cluster) return nodeLines(network, cluster);
  const workload = key.startsWith('pod:') ? workloadOf(network, id) : undefined;
  return workload ? podLines(network, clusters.get(workload.cluster)!, workload) : [];
}

/** A pod of a controller has the controller's id, a dash and a number. */
function workloadOf({ topology }: Network, id: string): Workload | undefined {
  const { workloads } = indexById(topology);
  return workloads.get(id) ?? workloads.get(id.replace(/-\d+$/, ''));
}

function podLines(network: Network, cluster: Cluster, { namespace }: Workload): readonly string[] {
  const resolver = podResolver(cluster, network.allocate(cluster), namespace);
  if (!resolver) return [];
  const { nameserver, search, ndots } = resolver;
  return [`nameserver ${formatAddress(nameserver)}`, `search ${search.join(' ')}`, `options ndots:${ndots}`];
}

function nodeLines(network: Network, cluster: Cluster): readonly string[] {
  const allocation = network.allocate(cluster);
  const resolver = podResolver(cluster, allocation, 'default');
  const servers = resolver ? ['clusterDNS:', `- ${formatAddress(resolver.nameserver)}`] : [];
  return [
    '# /var/lib/kubelet/config.yaml',
    ...servers,
    `clusterDomain: ${cluster.clusterDomain}`,
    `# zone ${cluster.clusterDomain}`,
    ...zoneRecords(cluster, allocation).map(recordText),
  ];
}
