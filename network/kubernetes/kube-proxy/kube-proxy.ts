import type { Family } from '../../address/address.ts';
import { containsAddress, prefixFamily } from '../../address/prefix.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Packet } from '../../linux/packet.ts';
import type { KubeProxyMode, Node } from '../../topology/cluster.ts';
import { lazy } from '../../topology/ipam/lazy.ts';
import { ServicePorts, type ServiceView } from '../services/service-ports.ts';
import { addKubeletChains } from './iptables/fixed.ts';
import { iptablesProxy } from './iptables/iptables.ts';
import { ipvsProxy } from './ipvs/ipvs.ts';
import { eachFamily, type Mode, type Stack } from './mode.ts';
import { nftablesProxy } from './nftables/nftables.ts';

/** Writes what kube-proxy keeps on a node: chains, virtual servers, addresses. Never sees a packet. */
export interface KubeProxy {
  program(node: Node, namespace: NetworkNamespace): void;
}

const MODES: Partial<Readonly<Record<KubeProxyMode, Mode>>> = {
  iptables: eachFamily(iptablesProxy),
  ipvs: ipvsProxy,
  nftables: eachFamily(nftablesProxy),
};

/** The kube-proxy of a cluster, in the mode that it declares; a mode that is not modelled leaves Services undecided. */
export function kubeProxy(view: ServiceView): KubeProxy {
  const { mode: name, origin } = view.cluster.kubeProxy;
  const mode = MODES[name];
  const stacks = stacksOf(view);
  if (!mode) return { program: (_, namespace) => addModeGap(view, stacks, namespace) };
  const program = mode(view, stacks);
  return {
    program(node, namespace) {
      program(node, namespace);
      addKubeletChains(namespace.netfilter, origin);
    },
  };
}

/** The families of the serviceCIDR; the Services of each are looked at when a node is first asked for. */
function stacksOf(view: ServiceView): readonly Stack[] {
  const families = new Set<Family>(view.cluster.serviceCIDRs.map(({ value }) => prefixFamily(value)));
  const known = ([4, 6] as const).filter((family) => families.has(family));
  return known.map((family) => ({ family, ports: lazy(() => new ServicePorts(view, family)) }));
}

function addModeGap({ cluster }: ServiceView, stacks: readonly Stack[], namespace: NetworkNamespace): void {
  const applies = ({ protocol, destination, destinationPort }: Packet) =>
    cluster.serviceCIDRs.some(({ value }) => containsAddress(value, destination)) ||
    stacks.some(({ ports }) => ports().at(protocol, destination, destinationPort).length > 0) ||
    (stacks.some(({ ports }) => ports().onNodePort(protocol, destinationPort).length > 0) &&
      namespace.isLocal(destination));
  const { mode, origin } = cluster.kubeProxy;
  const reason = `Services (kube-proxy ${mode}) are not modelled yet`;
  for (const hook of ['PREROUTING', 'OUTPUT'] as const) namespace.gaps.push({ hook, applies, reason, origin });
}
