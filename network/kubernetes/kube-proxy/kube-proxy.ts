import type { Family } from '../../address/address.ts';
import { prefixFamily } from '../../address/prefix.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { KubeProxyMode, Node } from '../../topology/cluster.ts';
import { lazy } from '../../topology/ipam/lazy.ts';
import { ServicePorts, type ServiceView } from '../services/service-ports.ts';
import { addKubeletChains } from './iptables/fixed.ts';
import { iptablesProxy } from './iptables/iptables.ts';
import { ipvsProxy } from './ipvs/ipvs.ts';
import { eachFamily, type Mode, type Stack } from './mode.ts';
import { nftablesProxy } from './nftables/nftables.ts';
import { userspaceProxy } from './userspace/userspace.ts';

/** Writes what kube-proxy keeps on a node: chains, virtual servers, addresses. Never sees a packet. */
export interface KubeProxy {
  program(node: Node, namespace: NetworkNamespace): void;
}

const MODES: Readonly<Record<KubeProxyMode, Mode>> = {
  iptables: eachFamily(iptablesProxy),
  ipvs: ipvsProxy,
  nftables: eachFamily(nftablesProxy),
  userspace: userspaceProxy,
};

/** The kube-proxy of a cluster, in the mode that it declares. */
export function kubeProxy(view: ServiceView): KubeProxy {
  const { mode, origin } = view.cluster.kubeProxy;
  const program = MODES[mode](view, stacksOf(view));
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
