import { hostPrefix } from '../../address/prefix.ts';
import { addRule } from '../../linux/configure.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Node } from '../../topology/cluster.ts';
import { addressOf, podsOn } from '../pods.ts';
import { addHostEnd, type PodLinks } from './routed-pods.ts';

/** Priority of the rules for what is sent to pods, of the AWS CNI and of Terway alike. */
const TO_POD = 512;

/**
 * A veth, a route and rules for each pod of a node. What a pod sends is looked up in the table of the interface that has
 * its address (`tables`, by device); those on the interface that the node came with need none. `fromPod` is a priority.
 */
export function addPods(
  links: PodLinks,
  node: Node,
  tables: ReadonlyMap<string, string>,
  fromPod: number,
  namespace: NetworkNamespace,
): void {
  const { allocation } = links.view;
  for (const pod of podsOn(links.view, node)) {
    addHostEnd(links, pod, namespace);
    const own = hostPrefix(addressOf(pod)!);
    const { origin } = pod.workload;
    addRule(namespace, { priority: TO_POD, to: own, table: 'main', origin });
    const table = tables.get(allocation.elasticInterfaceAt(own.first)?.device ?? '');
    if (table !== undefined) addRule(namespace, { priority: fromPod, from: own, table, origin });
  }
}
