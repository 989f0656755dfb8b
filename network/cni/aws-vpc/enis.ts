import { prefixOf } from '../../address/prefix.ts';
import { EVERYWHERE } from '../../address/special.ts';
import { addAddress } from '../../linux/configure.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import { RoutingTable } from '../../linux/routing-table.ts';
import type { Node } from '../../topology/cluster.ts';
import type { AwsVpc } from '../../topology/cni.ts';
import type { ElasticInterface } from '../../topology/ipam/elastic-interfaces.ts';
import type { ClusterView } from '../plugin.ts';
import { addElasticCard } from '../vpc/attached.ts';

/** The secondary interfaces of a node; the result is each one's table, by device. */
export function addEnis(
  view: ClusterView,
  config: AwsVpc,
  node: Node,
  namespace: NetworkNamespace,
  mtu: number,
): ReadonlyMap<string, string> {
  const tables = new Map<string, string>();
  for (const [index, card] of view.allocation.elasticInterfaces(node).entries()) {
    // The table's number is the device's number on the instance and one; the primary interface is number 0.
    const table = `${index + node.nics.length + 1}`;
    addEni(view, config, card, namespace, mtu);
    namespace.tables.set(table, routesOf(view, config, card));
    tables.set(card.device, table);
  }
  return tables;
}

/** Its subnet is mostly that of the primary interface, so aws-node takes the route that the kernel makes away. */
function addEni(
  view: ClusterView,
  { origin }: AwsVpc,
  card: ElasticInterface,
  namespace: NetworkNamespace,
  mtu: number,
): void {
  const device = addElasticCard(namespace, card, { name: card.device, mtu, origin });
  const length = view.subnet(card.segment)?.prefix?.length ?? 32;
  if (card.primary !== undefined) addAddress(namespace, device, card.primary, length, origin, true);
}

function routesOf(view: ClusterView, { origin }: AwsVpc, { segment, device }: ElasticInterface): RoutingTable {
  const routes = new RoutingTable();
  const via = view.subnet(segment)?.gateway;
  if (via === undefined) return routes;
  const route = { type: 'unicast', device, protocol: 'boot', origin } as const;
  routes.add({ ...route, destination: prefixOf(via, 32), scope: 'link' });
  routes.add({ ...route, destination: EVERYWHERE[4], via, scope: 'global' });
  return routes;
}
