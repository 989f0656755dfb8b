import type { Address } from '../../../address/address.ts';
import { containsAddress, type Prefix, prefixOf } from '../../../address/prefix.ts';
import type { Route } from '../../../linux/route.ts';
import type { RouteSource } from '../../../linux/routing-table.ts';
import type { Node } from '../../../topology/cluster.ts';
import type { RoutingPeer } from '../../plugin.ts';
import type { Fabric } from '../routes.ts';

/**
 * What a router learns that a BGPPeer names by its address: the blocks of the nodes that peer with it, each by the node
 * itself. What it passes on to others is its own affair, and not known.
 */
export function routerRoutes(fabric: Fabric, router: RoutingPeer): RouteSource | undefined {
  const isNamed = fabric.config.bgpPeers.some(({ peerIP }) => peerIP && router.addresses.includes(peerIP.value));
  if (!isNamed) return undefined;
  const { allocation, speakers } = fabric;
  const routes = (prefix: Prefix, node: Node | undefined) => routeTo(fabric, router, prefix, node);
  return {
    matches(address: Address) {
      const stray = allocation.strayPods().get(address);
      const node = allocation.nodeOfRange(address);
      const block = node && allocation.nodePodCIDRs(node).find((range) => containsAddress(range, address));
      return [...routes(prefixOf(address, 32), stray), ...(block ? routes(block, node) : [])];
    },
    *all() {
      for (const { node } of speakers.all())
        for (const block of allocation.nodePodCIDRs(node)) yield* routes(block, node);
      for (const [address, node] of allocation.strayPods()) yield* routes(prefixOf(address, 32), node);
    },
  };
}

function routeTo(fabric: Fabric, router: RoutingPeer, destination: Prefix, node: Node | undefined): readonly Route[] {
  const speaker = node && fabric.speakers.of(node);
  if (!speaker?.running || typeof destination.first !== 'number') return [];
  const isPeer = [...fabric.peerings.external(speaker).keys()].some((address) => router.addresses.includes(address));
  const device = isPeer ? router.deviceTowards(speaker.address) : undefined;
  if (device === undefined) return [];
  const { origin } = fabric.config;
  return [{ type: 'unicast', destination, via: speaker.address, device, scope: 'global', protocol: 'bird', origin }];
}
