import { formatAddress, formatEnd } from '../../../network/address/address.ts';
import { chainNames } from '../../../network/kubernetes/kube-proxy/iptables/names.ts';
import { nftNames } from '../../../network/kubernetes/kube-proxy/nftables/names.ts';
import { type Endpoint, endpointsOf } from '../../../network/kubernetes/services/endpoints.ts';
import { portName } from '../../../network/kubernetes/services/service-ports.ts';
import type { Allocation } from '../../../network/topology/allocation.ts';
import type { Cluster } from '../../../network/topology/cluster.ts';
import type { Service, ServicePort } from '../../../network/topology/workload.ts';
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

/** What brings the Service about on every node, by the names under which its tools list it there; with its label. */
export function stateWords(service: Service, cluster: Cluster, allocation: Allocation): [label: string, text: string] {
  const addresses = allocation.clusterIPs(service);
  const { mode, scheduler = 'rr' } = cluster.kubeProxy;
  const endpoints = endpointsOf(cluster, allocation);
  const led = service.ports.filter((_, index) => endpoints.of(service, index).length > 0);
  if (addresses.length === 0) return ['chains', ''];
  switch (mode) {
    case 'iptables':
      return ['chains', list(led.map((port) => code(iptablesChain(service, port))))];
    case 'nftables':
      return ['nftables', list(led.map((port) => code(nftablesChain(service, port))))];
    case 'ipvs': {
      const server = ({ protocol, port }: ServicePort) =>
        addresses.map((address) => code(`${protocol} ${formatEnd(address, port)} ${scheduler}`));
      return ['virtual servers', `${list(service.ports.flatMap(server))}, bound to ${code('kube-ipvs0')}`];
    }
    case 'userspace':
      return ['led to', 'a port of the kube-proxy process, which connects anew: Pods see the node'];
  }
}

function iptablesChain(service: Service, port: ServicePort): string {
  const names = chainNames({ name: portName(service, port), port });
  return service.internalTrafficPolicy === 'Local' ? names.local : names.service;
}

function nftablesChain(service: Service, port: ServicePort): string {
  const names = nftNames({ service, port });
  return service.internalTrafficPolicy === 'Local' ? names.local : names.service;
}
