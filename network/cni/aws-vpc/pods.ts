import { prefixOf } from '../../address/prefix.ts';
import { addRule } from '../../linux/configure.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Node } from '../../topology/cluster.ts';
import { addHostEnd, addressOf, type PodLinks, podsOn } from '../vpc/routed-pods.ts';

const TO_POD = 512;
const FROM_POD = 1536;

/** A veth, a route and rules for each pod; those on the primary interface need no table of their own. */
export function addPods(
  links: PodLinks,
  node: Node,
  tables: ReadonlyMap<string, string>,
  namespace: NetworkNamespace,
): void {
  const { allocation } = links.view;
  for (const pod of podsOn(links.view, node.id)) {
    addHostEnd(links, pod, namespace);
    const own = prefixOf(addressOf(pod)!, 32);
    const { origin } = pod.workload;
    addRule(namespace, { priority: TO_POD, to: own, table: 'main', origin });
    const table = tables.get(allocation.elasticInterfaceAt(own.first)?.device ?? '');
    if (table !== undefined) addRule(namespace, { priority: FROM_POD, from: own, table, origin });
  }
}
