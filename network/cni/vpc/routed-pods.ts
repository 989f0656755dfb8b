import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Address } from '../../address/address.ts';
import { address } from '../../address/parse.ts';
import { prefixOf } from '../../address/prefix.ts';
import { EVERYWHERE } from '../../address/special.ts';
import { addAddress, addDevice, addRoute } from '../../linux/configure.ts';
import { neighbourTable } from '../../linux/device.ts';
import { derivedMac } from '../../linux/mac.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Placement } from '../../topology/allocation.ts';
import type { ClusterView } from '../plugin.ts';

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

/** The prefix and the first 11 hexadecimal digits of sha1("<namespace>.<pod>"). */
export function hostDevice(prefix: string, pod: Placement): string {
  return `${prefix}${bytesToHex(sha1(utf8ToBytes(pod.label.replace('/', '.')))).slice(0, 11)}`;
}

export function hostMac(pod: Placement): string {
  return derivedMac(`${pod.id} host end`);
}

/** The IPv4 address of a pod; undefined for one that was given none. */
export function addressOf(pod: Placement): Address | undefined {
  return pod.addresses.find((own) => typeof own === 'number');
}

/** The pods of a node that have a network of their own. */
export function podsOn({ allocation }: ClusterView, node: string): readonly Placement[] {
  return allocation.podsOn(node).filter((pod) => !pod.workload.hostNetwork && addressOf(pod) !== undefined);
}

/** The host's end of a pod's veth, and the pod's route to it: `<pod> dev <veth> scope link`. */
export function addHostEnd(links: PodLinks, pod: Placement, namespace: NetworkNamespace, peer = 'eth0'): string {
  const name = hostDevice(links.prefix, pod);
  const { origin } = pod.workload;
  addDevice(namespace, {
    kind: 'veth',
    name,
    mac: hostMac(pod),
    mtu: links.mtu(pod),
    up: true,
    addresses: [],
    neighbours: neighbourTable(),
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
    up: true,
    addresses: [],
    neighbours: neighbourTable(),
    peer: { namespace: links.view.nodeKey(pod.node), device: hostDevice(links.prefix, pod) },
    origin,
  });
  addAddress(namespace, eth0, own, 32, origin);
  eth0.neighbours.set({ address: GATEWAY, mac: hostMac(pod), state: 'PERMANENT', origin });
  const route = { type: 'unicast', device: 'eth0', protocol: 'boot', origin } as const;
  if (!links.onlink) addRoute(namespace, { ...route, destination: prefixOf(GATEWAY, 32) });
  addRoute(namespace, { ...route, destination: EVERYWHERE[4], via: GATEWAY, onlink: links.onlink || undefined });
}
