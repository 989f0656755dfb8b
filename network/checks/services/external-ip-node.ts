import { type Address, formatAddress } from '../../address/address.ts';
import type { Cluster, Node } from '../../topology/cluster.ts';
import { nicAddresses } from '../../topology/ipam/nics.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic } from '../support/place.ts';
import { serviceWords } from './node-ports.ts';

/** kube-proxy binds external addresses to kube-ipvs0 on every node: each node then takes the address for its own. */
export const externalIpNode: Check = {
  code: 'EXTERNAL-IP-NODE',
  severity: 'error',
  summary: "Under ipvs, an external address of a Service that is a node's",
  *run({ topology, stop }) {
    for (const cluster of topology.clusters.filter(({ kubeProxy }) => kubeProxy.mode === 'ipvs')) {
      if (stop()) return;
      const services = cluster.namespaces.flatMap((namespace) => namespace.services);
      const nodes = services.some(({ externalIPs }) => externalIPs.length > 0)
        ? byAddress(topology, cluster)
        : undefined;
      for (const service of services) {
        for (const { value, origin } of service.externalIPs) {
          const node = nodes?.get(value);
          if (!node) continue;
          const message = `${formatAddress(value)} of ${serviceWords(service)} is node ${node.name}'s own: under ipvs every other node binds it to kube-ipvs0 and takes packets for ${node.name} as its own`;
          yield diagnostic(this, { message, origin, related: [{ origin: node.origin, message: `Node ${node.name}` }] });
        }
      }
    }
  },
};

function byAddress(topology: Topology, { nodes }: Cluster): ReadonlyMap<Address, Node> {
  const addresses = nicAddresses(topology);
  return new Map(nodes.flatMap((node) => node.nics.flatMap((nic) => addresses.of(nic).map((own) => [own, node]))));
}
