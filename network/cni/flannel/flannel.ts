import { prefixFamily } from '../../address/prefix.ts';
import { addRangeGap, addWholeGap } from '../../linux/gaps.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Placement } from '../../topology/allocation.ts';
import type { Node } from '../../topology/cluster.ts';
import type { Flannel } from '../../topology/cni.ts';
import type { ClusterView, CniPlugin } from '../plugin.ts';
import { addHostPorts } from '../portmap.ts';
import type { Backend } from './backend.ts';
import { backendOf } from './backends.ts';
import { addNodeBridge, addPodVeth } from './bridge.ts';
import { addFiles } from './files.ts';
import { type Lease, Leases } from './leases.ts';
import { addForward, addMasquerade } from './masquerade.ts';

/** flanneld and the bridge plugin that it delegates to. */
export function flannel(view: ClusterView, config: Flannel): CniPlugin {
  const leases = new Leases(view, config);
  const backend = backendOf(view, config, leases);
  return {
    programNode: (node, namespace) => programNode(node, namespace),
    programPod: (pod, namespace) => programPod(pod, namespace),
    fabric: (table) => backend.fabric?.(table),
  };

  function programNode(node: Node, namespace: NetworkNamespace): void {
    const lease = leases.of(node);
    if (!lease) {
      addWholeGap(namespace, reasonWithoutLease(view, node, config), config.origin);
      return;
    }
    backend.program(lease, namespace);
    const mtu = podMtu(config, backend, lease);
    addNodeBridge(view, config, lease, mtu, namespace);
    if (config.ipMasq) addMasquerade(view, lease, namespace, config.origin);
    addForward(view, namespace, config.origin);
    addHostPorts(namespace, view.allocation.podsOn(node.id), lease.subnet, 'cni0', config.origin);
    addFiles(view, config, lease, mtu, namespace);
    addIPv6Gap(view, config, namespace);
  }

  function programPod(pod: Placement, namespace: NetworkNamespace): void {
    const lease = leases.of(pod.node);
    if (!lease) {
      addWholeGap(namespace, reasonWithoutLease(view, pod.node, config), config.origin);
      return;
    }
    addPodVeth(view, pod, lease, podMtu(config, backend, lease), namespace);
    addIPv6Gap(view, config, namespace);
  }
}

const UNMODELLED_IPV6 = 'flannel over IPv6 is not modelled yet';

/** Dual stack has a VTEP and a bridge address of its own; pods' IPv6 ranges are left out so far. */
function addIPv6Gap(view: ClusterView, config: Flannel, namespace: NetworkNamespace): void {
  const ranges = view.cluster.podCIDRs.map((cidr) => cidr.value).filter((cidr) => prefixFamily(cidr) === 6);
  addRangeGap(namespace, ranges, UNMODELLED_IPV6, config.origin);
}

/** FLANNEL_MTU: what `mtu` says, else what the backend leaves of the NIC's. */
function podMtu(config: Flannel, backend: Backend, lease: Lease): number {
  return config.mtu?.value ?? lease.nic.mtu - backend.overhead;
}

function reasonWithoutLease(view: ClusterView, node: Node, config: Flannel): string {
  if (view.allocation.nodePodCIDRs(node).length === 0) return `${node.name} has no pod range`;
  if (config.iface) return `${node.name} has no NIC ${config.iface.value} with an IPv4 address for flannel`;
  if (view.allocation.nodePodCIDRs(node).every((cidr) => prefixFamily(cidr) === 6)) return UNMODELLED_IPV6;
  return `flannel finds no default route on ${node.name} and so no NIC to use`;
}
