import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Placement } from '../../topology/allocation.ts';
import type { Node } from '../../topology/cluster.ts';

/** The protocol of Felix's routes (`DeviceRouteProtocol`), which has no name in `rt_protos`. */
export const FELIX = 80;

/** The MAC of the host's end of every workload's veth: nothing but ARP replies ever names it. */
export const HOST_MAC = 'ee:ee:ee:ee:ee:ee';

/** `cali` and the first 11 hexadecimal digits of sha1("<namespace>.<pod>") (`VethNameForWorkload`). */
export function hostDevice(pod: Placement): string {
  return `cali${hex(pod.label.replace('/', '.')).slice(0, 11)}`;
}

/** The MAC of `vxlan.calico`: the letter f (0x66) and the first five bytes of sha1(node name), unless one is declared. */
export function vtepMac(node: Node): string {
  return node.vtepMac?.value.toLowerCase() ?? `66:${hex(node.name).slice(0, 10).match(/../g)!.join(':')}`;
}

function hex(text: string): string {
  return bytesToHex(sha1(utf8ToBytes(text)));
}
