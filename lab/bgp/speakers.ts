import { bgpOf } from '../../network/cni/calico/bgp/bgp.ts';
import { nodeKey, routerKey } from '../../network/machines/keys.ts';
import type { Network } from '../../network/machines/network.ts';
import { nodeInterfaces } from '../../network/machines/parts.ts';
import type { Cluster } from '../../network/topology/cluster.ts';
import type { BirdConfig } from './config.ts';
import { nodeConfig, type Party, routerConfig } from './configured.ts';

/**
 * Who speaks BGP in a lab, by the keys of their namespaces: nodes of Calico whose BIRD runs, and routers that they are told
 * to peer with. Nobody of a cluster of which the lab has only a part: what the others would tell is missing.
 */
export function birdsOf(network: Network, has: (key: string) => boolean): ReadonlyMap<string, BirdConfig> {
  const birds = new Map<string, BirdConfig>();
  for (const cluster of network.topology.clusters) {
    if (!cluster.nodes.every((node) => has(nodeKey(node)))) continue;
    const party = partyOf(network, cluster, has);
    if (party) addBirds(party, birds);
  }
  return birds;
}

function partyOf(network: Network, cluster: Cluster, has: (key: string) => boolean): Party | undefined {
  if (cluster.cni.kind !== 'calico') return undefined;
  const { bgpPeers, ipPools } = cluster.cni;
  // Where all pools have VXLAN, Felix writes the routes and nobody asks BIRD.
  if (bgpPeers.length === 0 && ipPools.length > 0 && ipPools.every(({ vxlanMode }) => vxlanMode !== 'Never')) {
    return undefined;
  }
  const { topology } = network;
  const allocation = network.allocate(cluster);
  const interfaces = (node: Cluster['nodes'][number]) => nodeInterfaces(topology, node);
  const routers = topology.routers.flatMap((router) => {
    const namespace = has(routerKey(router)) ? network.namespace(routerKey(router)) : undefined;
    if (!namespace) return [];
    const addresses = [...namespace.devices.values()].flatMap((device) =>
      device.addresses.map(({ address }) => address),
    );
    return [{ key: routerKey(router), addresses }];
  });
  return { ...bgpOf({ cluster, allocation, interfaces }, cluster.cni), config: cluster.cni, allocation, routers };
}

function addBirds(party: Party, birds: Map<string, BirdConfig>): void {
  for (const speaker of party.speakers.all()) {
    if (speaker.running) birds.set(nodeKey(speaker.node), nodeConfig(party, speaker));
  }
  for (const router of party.routers) {
    const config = birds.has(router.key) ? undefined : routerConfig(party, router);
    // A router that two clusters name has one AS number for each, which one BIRD has not: it does not run.
    if (config) birds.set(router.key, config);
  }
}
