import type { Address } from '../address/address.ts';
import type { Prefix } from '../address/prefix.ts';
import type { Cluster, Node } from './cluster.ts';
import type { ElasticInterface } from './ipam/elastic-interfaces.ts';
import type { Service, Workload } from './workload.ts';

/** One pod where it runs. */
export interface Placement {
  /** `cluster/namespace/name`; pods of a controller are `name-0`, `name-1`, … */
  readonly id: string;
  /** `namespace/name`, as Kubernetes calls it. */
  readonly label: string;
  readonly workload: Workload;
  readonly index: number;
  readonly node: Node;
  /** One per family that the cluster has; those of the node for a hostNetwork pod. */
  readonly addresses: readonly Address[];
}

/**
 * Everything that controllers and IPAM plugins hand out in one cluster: deterministic, explicit values first, then in
 * the order of the text, so that a new object never renumbers earlier ones. Worked out when first asked for.
 */
export interface Allocation {
  /** Pod ranges in force on a node, one per family (Calico: its blocks). Empty where the CNI gives nodes no range. */
  nodePodCIDRs(node: Node): readonly Prefix[];
  /**
   * Addresses that a node itself has among those of pods. Calico: of its tunnel device (`tunl0`, `vxlan.calico`), from its
   * first block; Weave: of its bridge. Empty elsewhere.
   */
  tunnelAddresses(node: Node): readonly Address[];
  pods(workload: Workload): readonly Placement[];
  /** One of them, without looking at the others; undefined when there are not so many. */
  pod(workload: Workload, index: number): Placement | undefined;
  podsOn(nodeId: string): readonly Placement[];
  /** How many pods a node has, and how many of them use its own network: cheaper than `podsOn`. */
  podCountOn(nodeId: string): { readonly all: number; readonly hostNetwork: number };
  podAt(address: Address): Placement | undefined;
  /** Network interfaces that the CNI attaches to a node beside those declared, as its pods need them, in order. */
  elasticInterfaces(node: Node): readonly ElasticInterface[];
  /** The one of them that a pod's address was assigned to; undefined: none, or a declared one. */
  elasticInterfaceAt(address: Address): ElasticInterface | undefined;
  /** The node whose range an address lies in, or that has the address itself on Weave's bridge. */
  nodeOfRange(address: Address): Node | undefined;
  /** Addresses of pods that lie in no range of the pod's node, such as those borrowed of another one's block; by node. */
  strayPods(): ReadonlyMap<Address, Node>;
  /** Those of the node's machine; the one that its default route leaves by comes first. */
  nodeAddresses(node: Node): readonly Address[];
  /** Empty for headless and ExternalName. */
  clusterIPs(service: Service): readonly Address[];
  /** By index of `service.ports`; undefined for types without one. */
  nodePort(service: Service, portIndex: number): number | undefined;
}

export type Allocate = (cluster: Cluster) => Allocation;
