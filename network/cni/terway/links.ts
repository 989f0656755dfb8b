import type { Address } from '../../address/address.ts';
import type { Node } from '../../topology/cluster.ts';
import type { ClusterView, NodeInterface } from '../plugin.ts';
import type { PodLinks } from '../vpc/routed-pods.ts';

/** Felix's names for the host's ends, so that its policies find them. The MTU is that of the instance's own card. */
export function terwayLinks(view: ClusterView): PodLinks {
  return { view, prefix: 'cali', mtu: ({ node }) => ownCard(view, node)?.mtu ?? 1500, onlink: true };
}

/** The card that the instance came with. */
export function ownCard(view: ClusterView, node: Node): NodeInterface | undefined {
  const cards = view.interfaces(node);
  return cards.find(({ defaultRoute }) => defaultRoute) ?? cards[0];
}

/** The IPv4 address of the instance. */
export function ownAddress(view: ClusterView, node: Node): Address | undefined {
  return ownCard(view, node)?.addresses.find((address) => typeof address === 'number');
}
