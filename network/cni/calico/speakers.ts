import { type Address, firstIPv4 } from '../../address/address.ts';
import { containsAddress } from '../../address/prefix.ts';
import type { Node } from '../../topology/cluster.ts';
import { remembered } from '../../topology/ipam/lazy.ts';
import type { ClusterView, NodeInterface } from '../plugin.ts';
import { vtepMac } from './names.ts';
import type { Pools, Tunnel } from './pools.ts';

/** What the rest of a cluster knows of a node: its address for BGP and tunnels, and the addresses of its own tunnels. */
export interface Speaker {
  readonly node: Node;
  readonly nic: NodeInterface;
  readonly address: Address;
  /** BIRD runs. */
  readonly running: boolean;
  /** As a route reflector. */
  readonly clusterId?: string;
  /** Address of `tunl0` or `vxlan.calico`. */
  tunnelAddress(tunnel: Tunnel): Address | undefined;
  readonly vtepMac: string;
}

/** What has to be known of a cluster to know its speakers. */
export type SpeakerView = Pick<ClusterView, 'cluster' | 'allocation' | 'interfaces'>;

/** The nodes of a cluster as Calico knows them, each worked out when somebody asks for it. */
export class Speakers {
  private readonly view: SpeakerView;
  private readonly pools: Pools;
  readonly of: (node: Node) => Speaker | undefined = remembered((node) => this.make(node));
  private addresses: ReadonlyMap<Address, Node> | undefined;
  private macs: ReadonlyMap<string, Node> | undefined;

  constructor(view: SpeakerView, pools: Pools) {
    this.view = view;
    this.pools = pools;
  }

  *all(): Iterable<Speaker> {
    for (const node of this.view.cluster.nodes) {
      const speaker = this.of(node);
      if (speaker) yield speaker;
    }
  }

  /** The node that has the address as its own, on whatever NIC its BGP uses. */
  at(address: Address): Speaker | undefined {
    this.addresses ??= new Map([...this.all()].map((speaker) => [speaker.address, speaker.node]));
    const node = this.addresses.get(address);
    return node && this.of(node);
  }

  byVtepMac(mac: string): Speaker | undefined {
    this.macs ??= new Map(this.view.cluster.nodes.map((node) => [vtepMac(node), node]));
    const node = this.macs.get(mac);
    return node && this.of(node);
  }

  private make(node: Node): Speaker | undefined {
    const nic = nicOf(this.view.interfaces(node));
    const address = firstIPv4(nic?.addresses ?? []);
    if (!nic || address === undefined) return undefined;
    const tunnels = () => this.view.allocation.tunnelAddresses(node).filter((one) => typeof one === 'number');
    return {
      node,
      nic,
      address,
      running: !node.bgpStopped,
      clusterId: node.routeReflectorClusterID?.value,
      tunnelAddress: (tunnel) => tunnels().find((one) => this.pools.at(one)?.tunnel === tunnel),
      vtepMac: vtepMac(node),
    };
  }
}

/** The NIC whose address Kubernetes knows the node by: that of the default route, else the first one with an address. */
function nicOf(nics: readonly NodeInterface[]): NodeInterface | undefined {
  const usable = nics.filter(({ addresses }) => firstIPv4(addresses) !== undefined);
  return usable.find((nic) => nic.defaultRoute) ?? usable[0];
}

/** Whether a node's address lies in the subnet of another's, by that one's mask: what CrossSubnet asks. */
export function isSameSubnet(own: Speaker, other: Speaker): boolean {
  return own.nic.networks.some(
    (network) => containsAddress(network, own.address) && containsAddress(network, other.address),
  );
}
