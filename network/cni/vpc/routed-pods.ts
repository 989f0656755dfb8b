import { address } from '../../address/parse.ts';
import { prefixOf } from '../../address/prefix.ts';
import { EVERYWHERE } from '../../address/special.ts';
import { addAddress, addDevice, addRoute } from '../../linux/configure.ts';
import { switchedOn } from '../../linux/device.ts';
import { derivedMac } from '../../linux/mac.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Placement } from '../../topology/allocation.ts';
import type { ClusterView } from '../plugin.ts';
import { addressOf, workloadDevice } from '../pods.ts';

/** Nobody's address: a pod's gateway, whose MAC a static neighbour says. */
export const GATEWAY = address('169.254.1.1');

/** How a plugin names and sizes the veths that lead to pods. */
export interface PodLinks {
  readonly view: ClusterView;
  /** `cali`, `eni`. */
  readonly prefix: string;
  mtu(pod: Placement): number;
  /** The default route says `onlink`; else there is a route to the gateway itself (`169.254.1.1 dev eth0 scope link`). */
  readonly onlink: boolean;
}

/** The MAC of the host's end of a pod's veth; a real one is random. */
export function hostMac(pod: Placement): string {
  return derivedMac(`${pod.id} host end`);
}

/** The host's end of a pod's veth, and the pod's route to it: `<pod> dev <veth> scope link`. */
export function addHostEnd(links: PodLinks, pod: Placement, namespace: NetworkNamespace, peer = 'eth0'): string {
  const name = workloadDevice(links.prefix, pod);
  const { origin } = pod.workload;
  addDevice(namespace, {
    kind: 'veth',
    name,
    mac: hostMac(pod),
    mtu: links.mtu(pod),
    ...switchedOn(),
    peer: { namespace: links.view.podKey(pod), device: peer },
    origin,
  });
  const destination = prefixOf(addressOf(pod)!, 32);
  addRoute(namespace, { type: 'unicast', destination, device: name, protocol: 'boot', origin });
  return name;
}

/** `eth0` with a /32, and everything by the gateway that is nobody. */
export function addPodEnd(links: PodLinks, pod: Placement, namespace: NetworkNamespace): void {
  const own = addressOf(pod);
  if (own === undefined) return;
  const { origin } = pod.workload;
  const eth0 = addDevice(namespace, {
    kind: 'veth',
    name: 'eth0',
    mac: derivedMac(`${pod.id} eth0`),
    mtu: links.mtu(pod),
    ...switchedOn(),
    peer: { namespace: links.view.nodeKey(pod.node), device: workloadDevice(links.prefix, pod) },
    origin,
  });
  addAddress(namespace, eth0, own, 32, origin);
  eth0.neighbours.set({ address: GATEWAY, mac: hostMac(pod), state: 'PERMANENT', origin });
  const route = { type: 'unicast', device: 'eth0', protocol: 'boot', origin } as const;
  if (!links.onlink) addRoute(namespace, { ...route, destination: prefixOf(GATEWAY, 32) });
  addRoute(namespace, { ...route, destination: EVERYWHERE[4], via: GATEWAY, onlink: links.onlink || undefined });
}
