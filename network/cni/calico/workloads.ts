import { address } from '../../address/parse.ts';
import { prefixOf } from '../../address/prefix.ts';
import { EVERYWHERE } from '../../address/special.ts';
import { addAddress, addDevice, addRoute } from '../../linux/configure.ts';
import { switchedOn } from '../../linux/device.ts';
import { derivedMac } from '../../linux/mac.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Placement } from '../../topology/allocation.ts';
import type { Origin } from '../../topology/origin.ts';
import type { ClusterView } from '../plugin.ts';
import { addressOf } from '../pods.ts';
import { HOST_MAC, hostDevice } from './names.ts';

/** Nobody's address: the host's end of the veth answers for it by proxy ARP. */
const GATEWAY = address('169.254.1.1');
/** The host's ends of the veths of a node's pods, and the route to each. */
export function addHostEnds(
  view: ClusterView,
  pods: readonly Placement[],
  mtu: number,
  namespace: NetworkNamespace,
): void {
  for (const pod of pods) if (!pod.workload.hostNetwork) addHostEnd(view, pod, mtu, namespace);
}

function addHostEnd(view: ClusterView, pod: Placement, mtu: number, namespace: NetworkNamespace): void {
  const { origin } = pod.workload;
  const name = hostDevice(pod);
  addDevice(namespace, {
    kind: 'veth',
    name,
    mac: HOST_MAC,
    mtu,
    ...switchedOn(),
    peer: { namespace: view.podKey(pod), device: 'eth0' },
    origin,
  });
  namespace.sysctls.set(`net.ipv4.conf.${name}.proxy_arp`, '1');
  // The kernel would wait up to a second before it answers for another.
  namespace.sysctls.set(`net.ipv4.neigh.${name}.proxy_delay`, '0');
  // Felix's raw table drops what bears an address that does not lead back to the pod (`rpfilter`): strict filtering.
  namespace.sysctls.set(`net.ipv4.conf.${name}.rp_filter`, '1');
  for (const own of pod.addresses) {
    if (typeof own !== 'number') continue;
    addRoute(namespace, { type: 'unicast', destination: prefixOf(own, 32), device: name, protocol: 'boot', origin });
  }
}

/** The pod's end: its address as a /32, and everything by the gateway that is nobody's. */
export function addPodEnd(
  view: ClusterView,
  pod: Placement,
  mtu: number,
  namespace: NetworkNamespace,
  node: Origin,
): void {
  const { origin } = pod.workload;
  const eth0 = addDevice(namespace, {
    kind: 'veth',
    name: 'eth0',
    mac: derivedMac(`${pod.id} eth0`),
    mtu,
    ...switchedOn(),
    peer: { namespace: view.nodeKey(pod.node), device: hostDevice(pod) },
    origin,
  });
  const own = addressOf(pod);
  if (own === undefined) return;
  addAddress(namespace, eth0, own, 32, origin);
  const common = { type: 'unicast', device: 'eth0', protocol: 'boot', origin: node } as const;
  addRoute(namespace, { ...common, destination: prefixOf(GATEWAY, 32) });
  addRoute(namespace, { ...common, destination: EVERYWHERE[4], via: GATEWAY });
}
