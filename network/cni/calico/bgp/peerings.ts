import { type Address, formatAddress } from '../../../address/address.ts';
import { calicoMatches } from '../../../topology/calico-selector.ts';
import type { BgpPeer, Calico } from '../../../topology/cni.ts';
import type { Speaker, Speakers } from '../speakers.ts';

/** As `calicoctl node status` calls it. */
export type PeerType = 'node-to-node mesh' | 'node specific' | 'global';

/** Which BGPPeers a node is meant by: as the one that has the peering, and as the one that is peered with. */
export interface Role {
  readonly local: readonly boolean[];
  readonly remote: readonly boolean[];
  /** Nodes of one key have the same peerings, but for themselves. */
  readonly key: string;
}

/** Who is configured to speak BGP with whom, as confd makes it of BGPConfiguration and BGPPeers (`updatePeersV1`). */
export class Peerings {
  private readonly config: Calico;
  private readonly speakers: Speakers;
  private readonly roles = new Map<Speaker, Role>();

  constructor(config: Calico, speakers: Speakers) {
    this.config = config;
    this.speakers = speakers;
  }

  roleOf(speaker: Speaker): Role {
    const known = this.roles.get(speaker);
    if (known) return known;
    const { bgpPeers } = this.config;
    const local = bgpPeers.map((peer) => this.isLocal(peer, speaker));
    const remote = bgpPeers.map((peer) => this.isRemote(peer, speaker));
    const key = JSON.stringify([local, remote, speaker.clusterId, speaker.running]);
    const role = { local, remote, key };
    this.roles.set(speaker, role);
    return role;
  }

  /** How `own` calls its peering with another node; undefined where it has none. A peering always has both ends. */
  between(own: Speaker, other: Speaker): PeerType | undefined {
    if (own === other) return undefined;
    const [mine, theirs] = [this.roleOf(own), this.roleOf(other)];
    const { bgpPeers } = this.config;
    if (bgpPeers.some((peer, i) => isGlobal(peer) && theirs.remote[i])) return 'global';
    const isSpecific = (_: BgpPeer, i: number) =>
      (mine.local[i] && theirs.remote[i]) || (mine.remote[i] && theirs.local[i]);
    if (bgpPeers.some(isSpecific)) return 'node specific';
    return this.isMeshed(own) && this.isMeshed(other) ? 'node-to-node mesh' : undefined;
  }

  /** A route reflector takes no part in the mesh. */
  isMeshed({ clusterId }: Speaker): boolean {
    return this.config.nodeToNodeMeshEnabled && clusterId === undefined;
  }

  /** Peers of a node that are no nodes of the cluster, each once. */
  external(own: Speaker): ReadonlyMap<Address, PeerType> {
    const { local } = this.roleOf(own);
    const found = new Map<Address, PeerType>();
    this.config.bgpPeers.forEach((peer, i) => {
      const address = peer.peerSelector ? undefined : peer.peerIP?.value;
      if (address === undefined || !local[i] || this.speakers.at(address)) return;
      if (isGlobal(peer) || !found.has(address)) found.set(address, isGlobal(peer) ? 'global' : 'node specific');
    });
    return found;
  }

  /** AS number of a peer that is no node of the cluster: the cluster's own unless its BGPPeer says another. */
  asNumberOf(address: Address): number {
    const peer = this.config.bgpPeers.find(({ peerIP, peerSelector }) => !peerSelector && peerIP?.value === address);
    return peer?.asNumber ?? this.config.asNumber;
  }

  private isLocal(peer: BgpPeer, { node }: Speaker): boolean {
    if (peer.nodeSelector) return calicoMatches(peer.nodeSelector, node.labels);
    return peer.node ? peer.node.value === node.id : true;
  }

  private isRemote(peer: BgpPeer, { node, address }: Speaker): boolean {
    if (peer.peerSelector) return calicoMatches(peer.peerSelector, node.labels);
    // A peering with the address of a node and another AS number comes to nothing.
    return peer.peerIP?.value === address && (peer.asNumber ?? this.config.asNumber) === this.config.asNumber;
  }
}

function isGlobal({ node, nodeSelector }: BgpPeer): boolean {
  return !node && !nodeSelector;
}

/** The end with the lower address, compared as text, opens the connections of the mesh; the other waits for them. */
export function isPassive(type: PeerType, own: Speaker, other: Speaker): boolean {
  return type === 'node-to-node mesh' && formatAddress(other.address) > formatAddress(own.address);
}
