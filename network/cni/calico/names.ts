import { sha1 } from '@noble/hashes/legacy.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Placement } from '../../topology/allocation.ts';
import type { Node } from '../../topology/cluster.ts';
import { workloadDevice } from '../pods.ts';

/** The protocol of Felix's routes (`DeviceRouteProtocol`), which has no name in `rt_protos`. */
export const FELIX = 80;

/** The MAC of the host's end of every workload's veth: nothing but ARP replies ever names it. */
export const HOST_MAC = 'ee:ee:ee:ee:ee:ee';

/** The host's end of a workload's veth: `cali` and eleven digits. */
export function hostDevice(pod: Placement): string {
  return workloadDevice('cali', pod);
}

/** The MAC of `vxlan.calico`: the letter f (0x66) and the first five bytes of sha1(node name), unless one is declared. */
export function vtepMac(node: Node): string {
  return node.vtepMac?.value.toLowerCase() ?? `66:${octets(sha1(utf8ToBytes(node.name)).slice(0, 5))}`;
}

function octets(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':');
}
