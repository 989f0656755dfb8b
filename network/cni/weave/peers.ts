import { type Address, firstIPv4 } from '../../address/address.ts';
import type { Prefix } from '../../address/prefix.ts';
import { addressOfMac, derivedHex, macOfAddress } from '../../linux/mac.ts';
import { type Node, podRange } from '../../topology/cluster.ts';
import { remembered } from '../../topology/ipam/lazy.ts';
import type { ClusterView, NodeInterface } from '../plugin.ts';
import { addressOf, mainCard, podsOn } from '../pods.ts';

/** Real MACs are random; these tell the address that their device has on the pods' network. */
const MAC = '0a:32';

/** The MAC of the device that has an address on the pods' network. */
export function macOf(address: Address): string {
  return macOfAddress(MAC, address);
}

/** A router of the mesh, as the others know it. */
export interface Peer {
  readonly node: Node;
  readonly nic: NodeInterface;
  /** On the underlay. */
  readonly publicAddress: Address;
  /** Of the bridge; its MAC is the peer's name. */
  readonly bridgeAddress: Address;
  /** 12 bits; those of two peers make the VNI between them. */
  readonly shortId: number;
}

/** The peers of one cluster, each worked out when somebody asks for it. */
export class Peers {
  readonly range: Prefix | undefined;
  private readonly view: ClusterView;
  readonly of: (node: Node) => Peer | undefined = remembered((node) => this.make(node));

  constructor(view: ClusterView) {
    this.view = view;
    this.range = podRange(view.cluster, 4);
  }

  /** The peer behind which a MAC is: a pod's, or its own bridge's. */
  behind(mac: string): Peer | undefined {
    const address = addressOfMac(MAC, mac);
    if (address === undefined) return undefined;
    const { allocation } = this.view;
    const node = allocation.podAt(address)?.node ?? allocation.nodeOfRange(address);
    return node && this.of(node);
  }

  /** MACs that are behind other peers. */
  *othersMacs(own: Peer): Iterable<string> {
    for (const node of this.view.cluster.nodes) {
      const peer = node === own.node ? undefined : this.of(node);
      if (!peer) continue;
      yield macOf(peer.bridgeAddress);
      for (const pod of podsOn(this.view, node)) yield macOf(addressOf(pod)!);
    }
  }

  private make(node: Node): Peer | undefined {
    const nic = mainCard(this.view, node);
    const publicAddress = firstIPv4(nic?.addresses ?? []);
    const bridgeAddress = this.view.allocation.tunnelAddresses(node)[0];
    if (!nic || publicAddress === undefined || bridgeAddress === undefined) return undefined;
    const shortId = Number.parseInt(derivedHex(`weave ${node.id}`).slice(0, 3), 16);
    return { node, nic, publicAddress, bridgeAddress, shortId };
  }
}
