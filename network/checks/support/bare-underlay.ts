import { createNetwork } from '../../machines/create.ts';
import type { Network } from '../../machines/network.ts';
import { allocator } from '../../topology/allocate.ts';
import type { Node } from '../../topology/cluster.ts';
import { perObject } from '../../topology/ipam/lazy.ts';
import { nicAddresses } from '../../topology/ipam/nics.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Host } from '../../topology/underlay.ts';

/**
 * The machines of a model with nothing on them: nodes as plain hosts, with the addresses that they have. What packets of
 * one node to another meet there is the underlay's doing, whatever CNI there is.
 */
export const bareUnderlay = perObject((topology: Topology): Network => {
  const nodes = topology.clusters.flatMap((cluster) => cluster.nodes);
  const hosts = [...topology.hosts, ...nodes.map((node) => bare(topology, node))];
  const plain: Topology = { ...topology, hosts, clusters: [], traces: [], expects: [] };
  return createNetwork(plain, allocator(plain));
});

function bare(topology: Topology, { id, name, origin, nics, publicAddresses, routes, sysctls }: Node): Host {
  const addresses = nicAddresses(topology);
  const written = nics.map((nic) => ({
    ...nic,
    addresses: addresses.of(nic).map((value) => ({ value, origin: nic.origin })),
  }));
  return { id, name, origin, nics: written, publicAddresses, routes, sysctls, securityGroups: [], listens: [] };
}
