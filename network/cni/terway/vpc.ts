import { prefixFamily } from '../../address/prefix.ts';
import type { Node } from '../../topology/cluster.ts';
import type { Terway } from '../../topology/cni.ts';
import { remembered } from '../../topology/ipam/lazy.ts';
import type { ClusterView, CniPlugin } from '../plugin.ts';
import { podsOn } from '../pods.ts';
import { type NodeRange, type NodeRangeSource, vpcEntries } from '../vpc/entries.ts';
import { addHostEnd, addPodEnd } from '../vpc/routed-pods.ts';
import { ownAddress, terwayLinks } from './links.ts';

/** `vpc`: pods of a node's own range, to which the VPC's route table leads; nothing is encapsulated. */
export function vpcRoutes(view: ClusterView, { origin }: Terway): CniPlugin {
  const links = terwayLinks(view);
  const ranges = rangesOf(view);
  return {
    policies: { answer: 'DROP' },
    programNode(node, namespace) {
      for (const pod of podsOn(view, node)) addHostEnd(links, pod, namespace);
    },
    programPod: (pod, namespace) => addPodEnd(links, pod, namespace),
    fabric: (table) => vpcEntries(view, origin, ranges, table),
  };
}

function rangesOf(view: ClusterView): NodeRangeSource {
  const of = remembered((node: Node): NodeRange | undefined => {
    const subnet = view.allocation.nodePodCIDRs(node).find((cidr) => prefixFamily(cidr) === 4);
    const publicAddress = ownAddress(view, node);
    return subnet && publicAddress !== undefined ? { subnet, publicAddress } : undefined;
  });
  return {
    at(address) {
      const node = view.allocation.nodeOfRange(address);
      return node && of(node);
    },
    *all() {
      for (const node of view.cluster.nodes) {
        const range = of(node);
        if (range) yield range;
      }
    },
  };
}
