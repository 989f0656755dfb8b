import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { type Address, firstIPv4 } from '../address/address.ts';
import type { Placement } from '../topology/allocation.ts';
import type { Node } from '../topology/cluster.ts';
import type { ClusterView, NodeInterface } from './plugin.ts';

/** The IPv4 address of a pod; undefined for one that was given none. */
export function addressOf({ addresses }: Placement): Address | undefined {
  return firstIPv4(addresses);
}

/** The pods of a node that have a network of their own. */
export function podsOn({ allocation }: ClusterView, node: Node): readonly Placement[] {
  return allocation.podsOn(node.id).filter((pod) => !pod.workload.hostNetwork && addressOf(pod) !== undefined);
}

/** A prefix and the first 11 hexadecimal digits of sha1("<namespace>.<pod>") (Calico's `VethNameForWorkload`). */
export function workloadDevice(prefix: string, { label }: Placement): string {
  return `${prefix}${bytesToHex(sha1(utf8ToBytes(label.replace('/', '.')))).slice(0, 11)}`;
}

/** The card that a node's default route leaves by, else its first one. */
export function mainCard(view: ClusterView, node: Node): NodeInterface | undefined {
  const cards = view.interfaces(node);
  return cards.find(({ defaultRoute }) => defaultRoute) ?? cards[0];
}
