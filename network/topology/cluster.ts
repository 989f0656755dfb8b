import type { Address, Family } from '../address/address.ts';
import { type Prefix, prefixFamily } from '../address/prefix.ts';
import type { Cni } from './cni.ts';
import type { Origin, Sourced } from './origin.ts';
import type { OtherPolicy } from './policy.ts';
import type { Labels } from './selector.ts';
import type { Declared, Machine, Nic } from './underlay.ts';
import type { Namespace } from './workload.ts';

export interface Cluster extends Declared {
  /** One per family; empty for CNIs that take pod addresses from elsewhere. */
  readonly podCIDRs: readonly Sourced<Prefix>[];
  /** One per family; 10.96.0.0/12 when none is written. */
  readonly serviceCIDRs: readonly Sourced<Prefix>[];
  /** Mask length of a node's pod range: 24 for IPv4, 64 for IPv6 unless written (kube-controller-manager's defaults). */
  readonly nodeCIDRMaskSizes: Readonly<Record<4 | 6, number>>;
  readonly serviceNodePortRange: { readonly from: number; readonly to: number };
  /** kubelet's default is 110. */
  readonly maxPods: number;
  readonly clusterDomain: string;
  readonly cni: Cni;
  readonly kubeProxy: { readonly mode: KubeProxyMode; readonly scheduler?: string; readonly origin: Origin };
  readonly dns: Dns;
  readonly nodes: readonly Node[];
  readonly nodeGroups: readonly NodeGroup[];
  /** Declared ones in order, then `kube-system` and `default` where nobody declared them. */
  readonly namespaces: readonly Namespace[];
  /** Glob patterns of Kubernetes YAML that belong to the cluster. */
  readonly manifests: readonly Sourced<string>[];
  /** Policies of other APIs, which decide with the NetworkPolicies and are not modelled. */
  readonly otherPolicies?: readonly OtherPolicy[];
}

export type KubeProxyMode = 'iptables' | 'ipvs' | 'nftables' | 'userspace';

export interface Dns {
  readonly implementation: 'coredns' | 'kube-dns';
  /** Undefined: the tenth address of the serviceCIDR. */
  readonly clusterIP?: Sourced<Address>;
  readonly replicas: number;
  readonly origin: Origin;
}

/** `id` is `cluster/name`. A node of a group is named `group-1`, … and has the group's origin. */
export interface Node extends Machine {
  readonly cluster: string;
  /** Pod ranges written for the node; see `allocation` for those in force. */
  readonly podCIDRs: readonly Sourced<Prefix>[];
  readonly labels: Labels;
  /** Calico IPAM blocks bound to the node (`ipBlock`, `blockAffinity`). */
  readonly ipBlocks: readonly Sourced<Prefix>[];
  readonly routeReflectorClusterID?: Sourced<string>;
  readonly vtepMac?: Sourced<string>;
  readonly instanceType?: Sourced<string>;
  readonly maxENIs?: Sourced<number>;
  readonly addressesPerENI?: Sourced<number>;
  readonly sourceDestCheck?: Sourced<boolean>;
  readonly bgpStopped: boolean;
  readonly group?: string;
}

/** `nodes w 3..100 { … }`: the first `min` are nodes of the cluster; up to `max` may come. */
export interface NodeGroup extends Declared {
  readonly min: number;
  readonly max: number;
  readonly template: { readonly nics: readonly Nic[]; readonly labels: Labels };
}

/** The range of one family that the cluster's pods have addresses of. */
export function podRange({ podCIDRs }: Pick<Cluster, 'podCIDRs'>, family: Family): Prefix | undefined {
  return podCIDRs.map(({ value }) => value).find((range) => prefixFamily(range) === family);
}
