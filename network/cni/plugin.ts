import type { Address } from '../address/address.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { Allocation, Placement } from '../topology/allocation.ts';
import type { Cluster, Node } from '../topology/cluster.ts';
import type { Origin } from '../topology/origin.ts';

/** A network card of a node as the machine will have it: what a CNI may learn of other nodes without building them. */
export interface NodeInterface {
  readonly device: string;
  readonly addresses: readonly Address[];
  readonly mac: string;
  readonly mtu: number;
  /** Whether the machine's default route leaves by it. */
  readonly defaultRoute: boolean;
  readonly origin: Origin;
}

/** What a plugin knows of its cluster. */
export interface ClusterView {
  readonly cluster: Cluster;
  readonly allocation: Allocation;
  interfaces(node: Node): readonly NodeInterface[];
  /** Keys of network namespaces, for the two ends of a veth. */
  nodeKey(node: Node): string;
  podKey(pod: Placement): string;
}

/** Writes a CNI's state into namespaces: devices, routes, neighbours, FDB, chains. Never sees a packet. */
export interface CniPlugin {
  programNode(node: Node, namespace: NetworkNamespace): void;
  programPod(pod: Placement, namespace: NetworkNamespace): void;
}
