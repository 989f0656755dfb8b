import { type Address, firstIPv4 } from '../../address/address.ts';
import { type Prefix, prefixFamily } from '../../address/prefix.ts';
import { derivedMac } from '../../linux/mac.ts';
import type { Node } from '../../topology/cluster.ts';
import type { Flannel } from '../../topology/cni.ts';
import { remembered } from '../../topology/ipam/lazy.ts';
import type { ClusterView, NodeInterface } from '../plugin.ts';

/** What flanneld tells the others about a node: its pod range, its address on the underlay and, for vxlan, its VTEP's MAC. */
export interface Lease {
  readonly node: Node;
  readonly subnet: Prefix;
  readonly nic: NodeInterface;
  /** `flannel.alpha.coreos.com/public-ip`. */
  readonly publicAddress: Address;
  readonly vtepMac: string;
}

/** The leases of one cluster, each worked out when somebody looks it up; one index by pod range serves all nodes. */
export class Leases {
  private readonly view: ClusterView;
  private readonly flannel: Flannel;
  readonly of: (node: Node) => Lease | undefined = remembered((node) => this.make(node));
  private macs: Map<string, Node> | undefined;

  constructor(view: ClusterView, flannel: Flannel) {
    this.view = view;
    this.flannel = flannel;
  }

  /** The lease whose pod range holds the address. */
  at(address: Address): Lease | undefined {
    if (typeof address !== 'number') return undefined;
    const node = this.view.allocation.nodeOfRange(address);
    return node && this.of(node);
  }

  byVtepMac(mac: string): Lease | undefined {
    this.macs ??= new Map(this.view.cluster.nodes.map((node) => [vtepMac(node), node]));
    const node = this.macs.get(mac);
    return node && this.of(node);
  }

  *all(): Iterable<Lease> {
    for (const node of this.view.cluster.nodes) {
      const lease = this.of(node);
      if (lease) yield lease;
    }
  }

  private make(node: Node): Lease | undefined {
    const subnet = this.view.allocation.nodePodCIDRs(node).find((prefix) => prefixFamily(prefix) === 4);
    const nic = this.nicOf(node);
    const publicAddress = firstIPv4(nic?.addresses ?? []);
    if (!subnet || !nic || publicAddress === undefined) return undefined;
    return { node, subnet, nic, publicAddress, vtepMac: vtepMac(node) };
  }

  /**
   * `--iface`, else the NIC of the default route. Where there is no default route flanneld would give up; a node with one
   * NIC only is given that one, since nobody could have meant another.
   */
  private nicOf(node: Node): NodeInterface | undefined {
    const nics = this.view.interfaces(node);
    const { iface } = this.flannel;
    if (iface) return nics.find((nic) => nic.device === iface.value);
    return nics.find((nic) => nic.defaultRoute) ?? (nics.length === 1 ? nics[0] : undefined);
  }
}

/** The declared MAC of a node's VTEP, or one derived from the node's name (a real one is random). */
function vtepMac(node: Node): string {
  return node.vtepMac?.value.toLowerCase() ?? derivedMac(`vtep ${node.id}`);
}
