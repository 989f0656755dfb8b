import type { Address } from '../address/address.ts';
import type { Prefix } from '../address/prefix.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { RouteSource } from '../linux/routing-table.ts';
import type { Allocation, Placement } from '../topology/allocation.ts';
import type { Cluster, Node } from '../topology/cluster.ts';
import type { Origin, Sourced } from '../topology/origin.ts';

/** A network card of a node as the machine will have it: what a CNI may learn of other nodes without building them. */
export interface NodeInterface {
  readonly device: string;
  readonly addresses: readonly Address[];
  /** The networks that these addresses make it a neighbour of. */
  readonly networks: readonly Prefix[];
  readonly mac: string;
  readonly mtu: number;
  /** Whether the machine's default route leaves by it. */
  readonly defaultRoute: boolean;
  readonly origin: Origin;
}

/** What a plugin knows of a subnet that its interfaces are on. IPv4. */
export interface SubnetView {
  readonly gateway?: Address;
  readonly prefix?: Prefix;
  /** The ranges of its VPC. */
  readonly vpcRanges: readonly Prefix[];
}

/** What a plugin knows of its cluster. */
export interface ClusterView {
  readonly cluster: Cluster;
  readonly allocation: Allocation;
  interfaces(node: Node): readonly NodeInterface[];
  /** A subnet by its id, as an interface on it would see it. */
  subnet(id: string): SubnetView | undefined;
  /** Keys of network namespaces, for the two ends of a veth. */
  nodeKey(node: Node): string;
  podKey(pod: Placement): string;
}

/**
 * A card that a plugin's controller has attached in a VPC beside those that the model declares, such as an ENI for pods. The
 * plugin gives its namespace a `physical` device with that MAC on that segment; the VPC delivers to it.
 */
export interface AttachedInterface {
  /** Key of the namespace that has the card: a node's, or a pod's. */
  readonly namespace: string;
  /** Of the machine, as the segment's port is called by it. */
  readonly name: string;
  readonly device: string;
  readonly mac: string;
  /** Id of the subnet that it is on. */
  readonly segment: string;
  /** Ids of the security groups that guard it. */
  readonly securityGroups: readonly string[];
}

/** Which of such cards the VPC knows an address by: a secondary one need be no address of any device. */
export interface AttachedInterfaces {
  at(address: Address): AttachedInterface | undefined;
  /** The card with that MAC. There may be as many as pods: nobody lists them. */
  byMac(mac: string): AttachedInterface | undefined;
}

/**
 * How a plugin enforces NetworkPolicy: it judges what opens a connection in the filter table's FORWARD chain, ahead of
 * what others put there, by the pod that the host's end of a veth belongs to.
 */
export interface PolicyEnforcement {
  /** What becomes of what no rule allows: silence, or an ICMP error and a RST. */
  readonly answer: 'DROP' | 'REJECT';
}

/** Writes a CNI's state into namespaces: devices, routes, neighbours, FDB, chains. Never sees a packet. */
export interface CniPlugin {
  /** Undefined: it enforces no NetworkPolicy. Where set, nodes are built with policies at the host's ends of pods' veths. */
  readonly policies?: PolicyEnforcement;
  programNode(node: Node, namespace: NetworkNamespace): void;
  programPod(pod: Placement, namespace: NetworkNamespace): void;
  /** The entries that its controller keeps in a route table of the nodes' VPC, where it needs any. */
  fabric?(table: FabricTable): RouteSource | undefined;
  /** What a router with these addresses learns of the nodes' routes, where they are told to speak BGP with it. */
  told?(router: RoutingPeer): RouteSource | undefined;
  /** Cards that it has attached to nodes or pods; undefined where it attaches none. */
  readonly attached?: AttachedInterfaces;
}

/** A router, as a plugin sees it whose nodes may speak BGP with it. */
export interface RoutingPeer {
  readonly addresses: readonly Address[];
  /** Its device on the network that an address is in. */
  deviceTowards(address: Address): string | undefined;
}

/** A route table of a VPC, as a plugin sees it. */
export interface FabricTable {
  /** Id of the VPC. */
  readonly vpc: string;
  /** The table that every subnet uses which is given no other. */
  readonly system: boolean;
  /** Entries that somebody has removed. */
  readonly missing: readonly Sourced<Prefix>[];
  /** The router's device on the subnet that an address is in. */
  deviceTowards(address: Address): string | undefined;
}
