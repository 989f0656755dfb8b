import type { Address } from '../../address/address.ts';
import { formatAddress } from '../../address/address.ts';
import { addGap } from '../../linux/gaps.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Packet } from '../../linux/packet.ts';
import type { Fabric } from './routes.ts';
import type { Speaker } from './speakers.ts';

/**
 * What a node may have learnt of machines that are no nodes of the cluster is not known: a route to another node's pods
 * that no session within the cluster brings may come from there.
 */
export function addUnknowns(fabric: Fabric, own: Speaker, namespace: NetworkNamespace): void {
  const peers = [...fabric.peerings.external(own).keys()];
  if (peers.length === 0) return;
  const reason = `what BGP peer ${peers.map(formatAddress).join(' or ')} tells ${own.node.name} is not modelled yet`;
  const applies = ({ destination }: Packet) => isForUnlearnt(fabric, own, destination);
  addGap(namespace, { applies, reason, origin: fabric.config.origin });
}

function isForUnlearnt({ allocation, speakers, pools, propagation }: Fabric, own: Speaker, address: Address): boolean {
  const node = allocation.strayPods().get(address) ?? allocation.nodeOfRange(address);
  const other = node && speakers.of(node);
  if (!other || other === own || pools.at(address)?.tunnel === 'vxlan') return false;
  return !propagation.learns(own, other);
}
