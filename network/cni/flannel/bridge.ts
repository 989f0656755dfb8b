import { addressAt } from '../../address/address.ts';
import { prefixFamily } from '../../address/prefix.ts';
import { EVERYWHERE } from '../../address/special.ts';
import { addAddress, addDevice, addRoute } from '../../linux/configure.ts';
import { type Bridge, type BridgeEntry, fdbTable, switchedOn } from '../../linux/device.ts';
import { derivedHex, derivedMac, macOfAddress } from '../../linux/mac.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Placement } from '../../topology/allocation.ts';
import type { Flannel } from '../../topology/cni.ts';
import type { ClusterView } from '../plugin.ts';
import { addressOf } from '../pods.ts';
import type { Lease } from './leases.ts';

/** How the bridge plugin, up to its 0.6, named the MACs of `cni0` and of pods: this and the IPv4 address. */
const CNI_MAC = '0a:58';

/** `cni0` with the first address of the node's range, and the host's ends of the veths of the node's pods. */
export function addNodeBridge(
  view: ClusterView,
  config: Flannel,
  lease: Lease,
  mtu: number,
  namespace: NetworkNamespace,
): void {
  const gateway = addressAt(lease.subnet.first, 1);
  const cni0 = addDevice<Bridge>(namespace, {
    kind: 'bridge',
    name: 'cni0',
    mac: macOfAddress(CNI_MAC, gateway),
    mtu,
    ...switchedOn(),
    fdb: fdbTable<BridgeEntry>(),
    origin: config.origin,
  });
  addAddress(namespace, cni0, gateway, lease.subnet.length, lease.node.origin);
  for (const pod of view.allocation.podsOn(lease.node.id)) {
    if (!pod.workload.hostNetwork) addHostEnd(view, config, pod, mtu, namespace, cni0);
  }
}

function addHostEnd(
  view: ClusterView,
  config: Flannel,
  pod: Placement,
  mtu: number,
  namespace: NetworkNamespace,
  cni0: Bridge,
): void {
  const name = vethName(pod);
  addDevice(namespace, {
    kind: 'veth',
    name,
    mac: derivedMac(`${pod.id} host end`),
    mtu,
    ...switchedOn(),
    master: cni0.name,
    hairpin: config.hairpinMode,
    peer: { namespace: view.podKey(pod), device: 'eth0' },
    origin: pod.workload.origin,
  });
  cni0.fdb.set({ mac: podMac(pod), port: name, origin: pod.workload.origin });
}

/** The pod's end of its veth, its address and its three routes. */
export function addPodVeth(
  view: ClusterView,
  pod: Placement,
  lease: Lease,
  mtu: number,
  namespace: NetworkNamespace,
): void {
  const { origin } = pod.workload;
  const eth0 = addDevice(namespace, {
    kind: 'veth',
    name: 'eth0',
    mac: podMac(pod),
    mtu,
    ...switchedOn(),
    peer: { namespace: view.nodeKey(lease.node), device: vethName(pod) },
    origin,
  });
  const own = addressOf(pod);
  if (own === undefined) return;
  const via = addressAt(lease.subnet.first, 1);
  addAddress(namespace, eth0, own, lease.subnet.length, origin);
  const network = view.cluster.podCIDRs.map((cidr) => cidr.value).filter((cidr) => prefixFamily(cidr) === 4);
  for (const destination of [EVERYWHERE[4], ...network]) {
    addRoute(namespace, {
      type: 'unicast',
      destination,
      via,
      device: 'eth0',
      protocol: 'boot',
      origin: lease.node.origin,
    });
  }
}

function vethName(pod: Placement): string {
  return `veth${derivedHex(pod.id)}`;
}

function podMac(pod: Placement): string {
  return macOfAddress(CNI_MAC, addressOf(pod) ?? 0);
}
