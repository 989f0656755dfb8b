import { type Address, addressAt, type Family, familyOf } from '../../address/address.ts';
import { type Cluster, type Node, podRange } from '../cluster.ts';
import type { SharedPool } from './placement.ts';
import { writtenPodAddresses } from './written.ts';

/** Weave: one range for all; from the second address on, the first being the first bridge's. */
export function weaveDraw(cluster: Cluster): (node: Node, family: Family) => Address | undefined {
  const written = writtenPodAddresses(cluster);
  const streams = cluster.podCIDRs.map(({ value }) =>
    written.free({ first: addressAt(value.first, 2), last: addressAt(value.last, -Math.max(cluster.nodes.length, 1)) }),
  );
  const families = cluster.podCIDRs.map(({ value }) => familyOf(value.first));
  return (_, family) => streams[families.indexOf(family)]?.next().value ?? undefined;
}

/**
 * Weave's bridges, IPv4: the first node has the first address of the range, the others count down from its end. (Real
 * peers take turns at halves of the range; from the end no new node moves anybody's pods.)
 */
export function weaveBridges({ podCIDRs, nodes }: Cluster): Pick<SharedPool, 'ofNode' | 'nodeAt'> {
  const range = podRange({ podCIDRs }, 4);
  const addresses = new Map<Node, Address>();
  const holders = new Map<Address, Node>();
  for (const [index, node] of range ? nodes.entries() : []) {
    const own = index === 0 ? addressAt(range!.first, 1) : addressAt(range!.last, -index);
    addresses.set(node, own);
    holders.set(own, node);
  }
  return {
    ofNode(node) {
      const own = addresses.get(node);
      return own === undefined ? [] : [own];
    },
    nodeAt: (address) => holders.get(address),
  };
}
