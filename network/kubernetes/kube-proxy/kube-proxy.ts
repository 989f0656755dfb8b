import { familyOf } from '../../address/address.ts';
import { containsAddress } from '../../address/prefix.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Packet } from '../../linux/packet.ts';
import type { Node } from '../../topology/cluster.ts';
import { lazy } from '../../topology/ipam/lazy.ts';
import { ServicePorts, type ServiceView } from '../services/service-ports.ts';
import { iptablesProxy } from './iptables/iptables.ts';

/** Writes what kube-proxy keeps on a node: chains, virtual servers, addresses. Never sees a packet. */
export interface KubeProxy {
  program(node: Node, namespace: NetworkNamespace): void;
}

/** The kube-proxy of a cluster, in the mode that it declares; a mode that is not modelled leaves Services undecided. */
export function kubeProxy(view: ServiceView): KubeProxy {
  const ports = lazy(() => new ServicePorts(view));
  const { mode } = view.cluster.kubeProxy;
  if (mode === 'iptables') {
    const program = iptablesProxy(view, ports);
    return {
      program(node, namespace) {
        program(node, namespace);
        addIPv6Gap(view, namespace);
      },
    };
  }
  return { program: (_, namespace) => addModeGap(view, ports, namespace) };
}

/** Each family has a kube-proxy of its own; that of IPv6 is left out so far. */
function addIPv6Gap({ cluster }: ServiceView, namespace: NetworkNamespace): void {
  const ranges = cluster.serviceCIDRs.map(({ value }) => value).filter(({ first }) => familyOf(first) === 6);
  if (ranges.length === 0) return;
  const applies = ({ destination }: Packet) => ranges.some((range) => containsAddress(range, destination));
  addGaps(namespace, applies, 'Services over IPv6 are not modelled yet', cluster.kubeProxy.origin);
}

function addModeGap({ cluster }: ServiceView, ports: () => ServicePorts, namespace: NetworkNamespace): void {
  const applies = ({ protocol, destination, destinationPort }: Packet) =>
    cluster.serviceCIDRs.some(({ value }) => containsAddress(value, destination)) ||
    ports().at(protocol, destination, destinationPort).length > 0 ||
    (ports().onNodePort(protocol, destinationPort).length > 0 && namespace.isLocal(destination));
  const { mode, origin } = cluster.kubeProxy;
  addGaps(namespace, applies, `Services (kube-proxy ${mode}) are not modelled yet`, origin);
}

function addGaps(
  namespace: NetworkNamespace,
  applies: (packet: Packet) => boolean,
  reason: string,
  origin: ServiceView['cluster']['kubeProxy']['origin'],
): void {
  for (const hook of ['PREROUTING', 'OUTPUT'] as const) namespace.gaps.push({ hook, applies, reason, origin });
}
