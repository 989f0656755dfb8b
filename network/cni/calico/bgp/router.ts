import type { Address } from '../../../address/address.ts';
import { containsAddress, type Prefix, prefixOf } from '../../../address/prefix.ts';
import type { Route } from '../../../linux/route.ts';
import type { RouteSource } from '../../../linux/routing-table.ts';
import type { Node } from '../../../topology/cluster.ts';
import { lazy } from '../../../topology/ipam/lazy.ts';
import type { RoutingPeer } from '../../plugin.ts';
import type { Fabric } from '../routes.ts';
import type { Speaker } from '../speakers.ts';

/** A router that nodes peer with, and those of them that run, the lowest address first. */
interface Told {
  readonly fabric: Fabric;
  readonly router: RoutingPeer;
  readonly isInternal: boolean;
  readonly peers: () => readonly Speaker[];
}

/**
 * What a router learns that a BGPPeer names by its address: the nodes' blocks, and single addresses out of them. What it
 * passes on to others is its own affair, and not known.
 */
export function routerRoutes(fabric: Fabric, router: RoutingPeer): RouteSource | undefined {
  const named = fabric.config.bgpPeers.find(({ peerIP }) => peerIP && router.addresses.includes(peerIP.value));
  if (!named) return undefined;
  const { allocation, speakers } = fabric;
  const peers = lazy(() => peersOf(fabric, router));
  const isInternal = fabric.peerings.asNumberOf(named.peerIP!.value) === fabric.config.asNumber;
  const told: Told = { fabric, router, isInternal, peers };
  const routes = (prefix: Prefix, node: Node | undefined) => routeTo(told, prefix, node);
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

function peersOf({ speakers, peerings }: Fabric, { addresses }: RoutingPeer): readonly Speaker[] {
  const isPeer = (speaker: Speaker) => [...peerings.external(speaker).keys()].some((one) => addresses.includes(one));
  return [...speakers.all()]
    .filter((speaker) => speaker.running && isPeer(speaker))
    .sort((a, b) => Number(a.address) - Number(b.address));
}

function routeTo(told: Told, destination: Prefix, node: Node | undefined): readonly Route[] {
  const { fabric, router } = told;
  const speaker = node && fabric.speakers.of(node);
  if (!speaker?.running || typeof destination.first !== 'number') return [];
  const via = nextHop(told, speaker);
  const device = via === undefined ? undefined : router.deviceTowards(via);
  if (device === undefined) return [];
  const { origin } = fabric.config;
  return [{ type: 'unicast', destination, via, device, scope: 'global', protocol: 'bird', origin }];
}

/**
 * Within the AS the next hop stays the node, and only reflectors pass on what they have learnt. To another AS everybody
 * tells everything, with an address of its own as next hop (a `multihop` session of BIRD), and all that is alike the router
 * takes the path of the lowest router id: the teller's address (RFC 4271 9.1.2.2 f).
 */
function nextHop({ fabric, peers, isInternal }: Told, speaker: Speaker): Address | undefined {
  const { propagation } = fabric;
  if (!isInternal) return peers().find((peer) => peer === speaker || propagation.learns(peer, speaker))?.address;
  const tells = (peer: Speaker) =>
    peer === speaker || (peer.clusterId !== undefined && propagation.learns(peer, speaker));
  return peers().some(tells) ? speaker.address : undefined;
}
