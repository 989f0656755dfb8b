import { nodeKey } from '../../../../network/machines/keys.ts';
import type { Network } from '../../../../network/machines/network.ts';
import { type ShownTable, show } from '../../../../network/machines/show/show.ts';
import { networkOf } from '../../../support/models.ts';

/** Two racks behind a router, and a cluster `dc` with these fields of Calico and of its own. */
export function racks(calico: string, cluster: string): string {
  return `
    network rack-1 { cidr 192.168.10.0/24  gateway 192.168.10.2 }
    network rack-2 { cidr 192.168.20.0/24  gateway 192.168.20.2 }
    router core { connects rack-1 rack-2 }
    cluster dc { serviceCIDR 10.96.0.0/12  dns coredns { replicas 0 }  cni calico { ${calico} }  ${cluster} }`;
}

export const NODES = `
  node n1 { in rack-1  ip 192.168.10.71  ipBlock 10.244.32.128/26 }
  node n2 { in rack-1  ip 192.168.10.72  ipBlock 10.244.85.192/26 }
  node n3 { in rack-2  ip 192.168.20.73  ipBlock 10.244.58.192/26 }`;

export async function racksNetwork(calico: string, cluster = NODES): Promise<Network> {
  return networkOf(racks(calico, cluster));
}

/** Lines of a node's table. */
export function linesOf(network: Network, node: string, table: ShownTable = 'routes'): readonly string[] {
  const found = network.topology.clusters[0]!.nodes.find(({ name }) => name === node)!;
  return show(network, nodeKey(found), table)!.trimEnd().split('\n');
}
