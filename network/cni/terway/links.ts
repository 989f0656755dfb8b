import { type Address, firstIPv4 } from '../../address/address.ts';
import type { Node } from '../../topology/cluster.ts';
import type { ClusterView } from '../plugin.ts';
import { mainCard } from '../pods.ts';
import type { PodLinks } from '../vpc/routed-pods.ts';

/** Felix's names for the host's ends, so that its policies find them. The MTU is that of the instance's own card. */
export function terwayLinks(view: ClusterView): PodLinks {
  return { view, prefix: 'cali', mtu: ({ node }) => ownMtu(view, node), onlink: true };
}

/** The MTU of the card that the instance came with. */
export function ownMtu(view: ClusterView, node: Node): number {
  return mainCard(view, node)?.mtu ?? 1500;
}

/** The IPv4 address of the instance. */
export function ownAddress(view: ClusterView, node: Node): Address | undefined {
  return firstIPv4(mainCard(view, node)?.addresses ?? []);
}
