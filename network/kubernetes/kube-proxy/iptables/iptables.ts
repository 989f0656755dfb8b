import { familyOf } from '../../../address/address.ts';
import type { NetworkNamespace } from '../../../linux/namespace.ts';
import { type Node, podRange } from '../../../topology/cluster.ts';
import { lazy } from '../../../topology/ipam/lazy.ts';
import { endpointsOf } from '../../services/endpoints.ts';
import type { ServicePorts, ServiceView } from '../../services/service-ports.ts';
import type { Program, Stack } from '../mode.ts';
import { clusterChains, ServiceChains } from './chains.ts';
import { addFixedChains } from './fixed.ts';

/** `largeClusterEndpointsThreshold` */
const LARGE = 1000;

/** kube-proxy in mode iptables: one set of chains for the cluster, of which a node adds what is its own. */
export function iptablesProxy(view: ServiceView, { family, ports }: Stack): Program {
  const { cluster, allocation } = view;
  const { origin } = cluster.kubeProxy;
  const common = lazy(() => ({
    podCIDR: podRange(cluster, family),
    terse: isLarge(view, ports()),
  }));
  const chains = lazy(() => clusterChains(ports(), common, origin));

  return (node: Node, namespace: NetworkNamespace): void => {
    const netfilter = family === 4 ? namespace.netfilter : namespace.netfilter6;
    addFixedChains(netfilter, origin);
    const nodeIP = lazy(() => allocation.nodeAddresses(node).find((address) => familyOf(address) === family));
    netfilter.use(new ServiceChains(chains(), () => ({ ...common(), node: node.id, nodeIP: nodeIP() })));
    // Node ports on 127.0.0.1.
    if (family === 4 && !namespace.sysctls.has(LOCALNET)) namespace.sysctls.set(LOCALNET, '1');
  };
}

const LOCALNET = 'net.ipv4.conf.all.route_localnet';

/** Counts endpoints until there are more than the threshold. */
function isLarge({ cluster, allocation }: ServiceView, ports: ServicePorts): boolean {
  const endpoints = endpointsOf(cluster, allocation);
  let count = 0;
  for (const service of ports.services()) {
    count += endpoints.count(service);
    if (count > LARGE) return true;
  }
  return false;
}
