import { formatAddress } from '../../../network/address/address.ts';
import { chainNames } from '../../../network/kubernetes/kube-proxy/iptables/names.ts';
import { type Endpoint, endpointsOf } from '../../../network/kubernetes/services/endpoints.ts';
import { portName } from '../../../network/kubernetes/services/service-ports.ts';
import type { Allocation } from '../../../network/topology/allocation.ts';
import type { Cluster } from '../../../network/topology/cluster.ts';
import type { Service } from '../../../network/topology/workload.ts';
import { code, list } from '../lines.ts';

/** Where a Service leads, node by node: `default/a` 10.244.0.2 on `n1`. */
export function endpointWords(service: Service, cluster: Cluster, allocation: Allocation): string {
  if (service.type === 'ExternalName') return '';
  const endpoints = endpointsOf(cluster, allocation).addresses(service);
  if (endpoints.length > 0) return list([...byNode(endpoints).values()].flat().map(endpointWord));
  if (!service.selector) return 'none written, and no selector';
  return '**none**: no pod has these labels and a port to lead to';
}

function byNode(endpoints: readonly Endpoint[]): ReadonlyMap<string | undefined, readonly Endpoint[]> {
  const groups = new Map<string | undefined, Endpoint[]>();
  for (const endpoint of endpoints) {
    const group = groups.get(endpoint.node);
    if (group) group.push(endpoint);
    else groups.set(endpoint.node, [endpoint]);
  }
  return groups;
}

function endpointWord({ address, pod }: Endpoint): string {
  if (!pod) return code(formatAddress(address));
  return `${code(pod.label)} ${formatAddress(address)} on ${code(pod.node.name)}`;
}

/** The chains that lead there on every node, one for each port; other modes of kube-proxy have none. */
export function chainWords(service: Service, cluster: Cluster, allocation: Allocation): string {
  if (cluster.kubeProxy.mode !== 'iptables' || allocation.clusterIPs(service).length === 0) return '';
  const endpoints = endpointsOf(cluster, allocation);
  const led = service.ports.filter((_, index) => endpoints.of(service, index).length > 0);
  return list(
    led.map((port) => {
      const names = chainNames({ name: portName(service, port), port });
      return code(service.internalTrafficPolicy === 'Local' ? names.local : names.service);
    }),
  );
}
