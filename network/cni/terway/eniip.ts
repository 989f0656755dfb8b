import { prefixOf } from '../../address/prefix.ts';
import { EVERYWHERE } from '../../address/special.ts';
import { addAddress, addDevice, addRule } from '../../linux/configure.ts';
import { neighbourTable } from '../../linux/device.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import { RoutingTable } from '../../linux/routing-table.ts';
import type { Node } from '../../topology/cluster.ts';
import type { Terway } from '../../topology/cni.ts';
import type { ElasticInterface } from '../../topology/ipam/elastic-interfaces.ts';
import type { ClusterView, CniPlugin } from '../plugin.ts';
import { attachedTo, elasticMac, nodeCard } from '../vpc/attached.ts';
import { addHostEnd, addPodEnd, addressOf, podsOn } from '../vpc/routed-pods.ts';
import { ownAddress, ownCard, terwayLinks } from './links.ts';

/** Priorities of Terway's policy rules. */
const TO_POD = 512;
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
      for (const pod of podsOn(view, node.id)) {
        addHostEnd(links, pod, namespace);
        const own = prefixOf(addressOf(pod)!, 32);
        const { origin } = pod.workload;
        addRule(namespace, { priority: TO_POD, to: own, table: 'main', origin });
        const table = tables.get(view.allocation.elasticInterfaceAt(own.first)?.device ?? '');
        if (table !== undefined) addRule(namespace, { priority: FROM_POD, from: own, table, origin });
      }
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
  const device = addDevice(namespace, {
    kind: 'physical',
    name: card.device,
    mac: elasticMac(card),
    mtu: ownCard(view, node)?.mtu ?? 1500,
    up: true,
    addresses: [],
    neighbours: neighbourTable(),
    segment: card.segment,
    origin,
  });
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
