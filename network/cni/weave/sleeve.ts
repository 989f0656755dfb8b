import { formatAddress } from '../../address/address.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import { addUplink, type NodePart } from './bridge.ts';

const PORT = 6783;

/** Sleeve: the router captures frames at the end of a veth and sends them to the other router in UDP. */
export function addSleeve(part: NodePart, namespace: NetworkNamespace): void {
  const { peers, peer, view } = part;
  const forwarder = {
    process: 'weaver',
    port: PORT,
    local: peer.publicAddress,
    mesh: view.cluster.id,
    lookup(mac: string) {
      const other = peers.behind(mac);
      if (!other || other === peer) return undefined;
      const rule = `${mac} -> ${other.node.name} (${formatAddress(other.publicAddress)})`;
      return { remote: other.publicAddress, rule, origin: other.node.origin };
    },
  };
  addUplink(part, { name: 'vethwe-pcap', forwarder }, namespace);
}
