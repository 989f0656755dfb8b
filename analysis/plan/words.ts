import type { Limit } from './limit.ts';
import type { PodRangePlan } from './pod-ranges.ts';
import type { NodePlan } from './pods.ts';
import type { Band } from './services.ts';
import type { Space } from './space.ts';
import type { NetworkSpace } from './underlay.ts';

/*
 * The plan in words, as `knet plan` prints them and hovers show them. Numbers have no separators: they are to be
 * compared with what other tools print.
 */

/** `4092 usable, 5 used, 4 reserved, 4087 free, largest free block 192.168.8.0/21`. */
export function networkWords({ usable, used, reserved, free, largestFree }: NetworkSpace): string {
  return `${plain(usable)} usable, ${used} used, ${reserved} reserved, ${plain(free)} free${blockWords(largestFree)}`;
}

/** A VPC's range: `65536 addresses, 8192 in subnets, 57344 free, largest free block …`. */
export function vpcWords({ size, used, free, largestFree }: Space): string {
  return `${plain(size)} addresses, ${plain(used)} in subnets, ${plain(free)} free${blockWords(largestFree)}`;
}

/** `256 node ranges of /24, 3 used, 253 free, largest free block 10.244.128.0/17`. */
export function podRangeWords({ size, used, free, nodeRanges, pods, largestFree }: PodRangePlan): string {
  const parts = [
    nodeRanges
      ? `${plain(nodeRanges.total)} node ranges of /${nodeRanges.length}, ${nodeRanges.used} used, ${plain(nodeRanges.free)} free`
      : `${plain(size)} addresses, ${used} used, ${plain(free)} free`,
    ...(nodeRanges && pods ? [`addresses: ${pods.used} used, ${plain(pods.free)} free`] : []),
  ];
  return `${parts.join('; ')}${blockWords(largestFree)}`;
}

/** Beyond what a number holds exactly, the power of two that it is next to: ranges of IPv6. */
const plain = (value: number) => (Number.isSafeInteger(value) ? `${value}` : `2^${Math.round(Math.log2(value))}`);

const blockWords = (block: string | null) => (block === null ? '' : `, largest free block ${block}`);

/** `2 of 110 pods, 108 more: maxPods is 110`. */
export function nodeWords({ counted, room, more, because }: NodePlan): string {
  return `${counted} of ${room} pods, ${more} more: ${because}`;
}

/** `172.21.0.1 to 172.21.0.255: 2 of 255 used, 253 free`. */
export function bandWords({ from, to, size, used, free }: Band): string {
  return size === 0 ? 'none' : `${from} to ${to}: ${used} of ${size} used, ${free} free`;
}

/** `253 more fit: node ranges of /24 in 172.20.0.0/16 (addresses of shop/zone-h: 4087)`. */
export function limitWords(more: number | null, limits: readonly Limit[]): string {
  if (more === null) return 'nothing in the model bounds them';
  const sorted = [...limits].sort((a, b) => a.more - b.more);
  const [binding, ...others] = sorted;
  const rest = others.map((one) => `${one.what}: ${plain(one.more)}`).join('; ');
  return `${plain(more)} more fit: ${binding!.what}${rest === '' ? '' : ` (${rest})`}`;
}
