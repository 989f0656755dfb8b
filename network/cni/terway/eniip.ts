import { EVERYWHERE } from '../../address/special.ts';
import { addAddress } from '../../linux/configure.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import { RoutingTable } from '../../linux/routing-table.ts';
import type { Node } from '../../topology/cluster.ts';
import type { Terway } from '../../topology/cni.ts';
import type { ElasticInterface } from '../../topology/ipam/elastic-interfaces.ts';
import type { ClusterView, CniPlugin } from '../plugin.ts';
import { addElasticCard, attachedTo, nodeCard } from '../vpc/attached.ts';
import { addPods } from '../vpc/pod-rules.ts';
import { addPodEnd } from '../vpc/routed-pods.ts';
import { ownAddress, ownMtu, terwayLinks } from './links.ts';

/** Priority of Terway's rules for what pods send. */
const FROM_POD = 2048;

/** The table of an ENI is 1000 and the index of its device. */
const FIRST_TABLE = 1000;

/** `eniip`: the pods of a node share its ENIs; what comes from a pod leaves by the ENI that has the pod's address. */
export function sharedEni(view: ClusterView, config: Terway): CniPlugin {
  const links = terwayLinks(view);
  const groups = config.securityGroups.map(({ value }) => value);
  return {
    policies: { answer: 'DROP' },
    attached: attachedTo(view, (node, card) => nodeCard(view, node, card, groupsOf(node, groups))),
    programNode(node, namespace) {
      const tables = new Map<string, string>();
      for (const card of view.allocation.elasticInterfaces(node)) {
        tables.set(card.device, addEni(view, config, node, card, namespace));
      }
      addPods(links, node, tables, FROM_POD, namespace);
    },
    programPod: (pod, namespace) => addPodEnd(links, pod, namespace),
  };
}

/** Without groups of its own an ENI has those of its instance. */
export function groupsOf(node: Node, groups: readonly string[]): readonly string[] {
  return groups.length > 0 ? groups : node.securityGroups.map(({ value }) => value);
}

/** The ENI with the address of the instance, and the table that leads out of it. */
function addEni(
  view: ClusterView,
  { origin }: Terway,
  node: Node,
  card: ElasticInterface,
  namespace: NetworkNamespace,
): string {
  const mtu = ownMtu(view, node);
  const device = addElasticCard(namespace, card, { name: card.device, mtu, origin });
  const own = ownAddress(view, node);
  if (own !== undefined) addAddress(namespace, device, own, 32, origin);
  const table = `${FIRST_TABLE + [...namespace.devices.keys()].indexOf(card.device) + 1}`;
  const routes = new RoutingTable();
  namespace.tables.set(table, routes);
  const via = view.subnet(card.segment)?.gateway;
  if (via !== undefined) {
    const way = { via, device: card.device, onlink: true };
    routes.add({ type: 'unicast', destination: EVERYWHERE[4], ...way, scope: 'global', protocol: 'boot', origin });
  }
  return table;
}
