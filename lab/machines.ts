import { gatewayKey, hostKey, nodeKey, routerKey } from '../network/machines/keys.ts';
import type { Network } from '../network/machines/network.ts';

/** A model of so many nodes, pods and hosts is built as a whole; of a larger one only what the questions touched. */
const SMALL = 64;

/**
 * Keys of the machines that a lab consists of, in a fixed order. The traces have been asked before, so that the network
 * has built whatever they touched.
 */
export function labKeys(network: Network): readonly string[] {
  const keys = new Set(network.built());
  const declared = declaredKeys(network);
  if (declared.length <= SMALL) for (const key of declared) keys.add(key);
  if (declared.length <= SMALL) addPeers(network, keys);
  return [...keys].filter((key) => network.namespace(key)).sort();
}

function declaredKeys(network: Network): readonly string[] {
  const { clusters, hosts, routers, segments } = network.topology;
  return [
    ...hosts.map(hostKey),
    ...routers.map(routerKey),
    ...segments.map(gatewayKey),
    ...clusters.flatMap(({ nodes }) => nodes.map(nodeKey)),
    ...clusters.flatMap((cluster) => {
      const allocation = network.allocate(cluster);
      return cluster.nodes.flatMap(({ id }) => allocation.podsOn(id).map((pod) => network.podKey(pod)));
    }),
  ];
}

/** Whoever is at the other end of a veth, such as a container. */
function addPeers(network: Network, keys: Set<string>): void {
  // A set may grow while it is iterated: the peers of peers come too.
  for (const key of keys) {
    for (const device of network.namespace(key)?.devices.values() ?? []) {
      if (device.kind === 'veth') keys.add(device.peer.namespace);
    }
  }
}
