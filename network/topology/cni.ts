import type { Address } from '../address/address.ts';
import type { Prefix } from '../address/prefix.ts';
import type { Origin, Sourced } from './origin.ts';
import type { Declared } from './underlay.ts';

/** The cluster's network plugin as declared, defaults filled in. `none` when the cluster names none. */
export type Cni = Flannel | Calico | Weave | Terway | AwsVpc | NoCni;

export interface NoCni {
  readonly kind: 'none';
  readonly origin: Origin;
}

export interface Flannel {
  readonly kind: 'flannel';
  readonly origin: Origin;
  readonly backend: FlannelBackend;
  /** NIC name given to flanneld; undefined: the NIC of the default route. */
  readonly iface?: Sourced<string>;
  readonly mtu?: Sourced<number>;
  readonly ipMasq: boolean;
  readonly hairpinMode: boolean;
  /** Where it is written; undefined for the default. */
  readonly hairpinOrigin?: Origin;
}

export interface FlannelBackend {
  readonly type: 'udp' | 'vxlan' | 'host-gw' | 'alivpc';
  readonly origin: Origin;
  /** vxlan: VNI, 1 unless written. */
  readonly vni: number;
  /** vxlan 8472, udp 8285 unless written. */
  readonly port: number;
  readonly directRouting: boolean;
}

export interface Calico {
  readonly kind: 'calico';
  readonly origin: Origin;
  readonly ipPools: readonly IpPool[];
  readonly nodeToNodeMeshEnabled: boolean;
  readonly asNumber: number;
  readonly bgpPeers: readonly BgpPeer[];
  readonly mtu?: Sourced<number>;
}

export type EncapsulationMode = 'Never' | 'Always' | 'CrossSubnet';

export interface IpPool extends Declared {
  readonly cidr?: Sourced<Prefix>;
  /** Mask length of a node's block: 26 (IPv6: 122) unless written. */
  readonly blockSize: number;
  readonly ipipMode: EncapsulationMode;
  /** Where it is written; undefined for the default. */
  readonly ipipModeOrigin?: Origin;
  readonly vxlanMode: EncapsulationMode;
  readonly natOutgoing: boolean;
  /** Calico's own selector language; undefined is all(). */
  readonly nodeSelector?: CalicoSelector;
  readonly disabled: boolean;
}

export interface BgpPeer extends Declared {
  readonly nodeSelector?: CalicoSelector;
  readonly peerSelector?: CalicoSelector;
  readonly node?: Sourced<string>;
  readonly peerIP?: Sourced<Address>;
  readonly asNumber?: number;
}

/** A selector of Calico's, as a tree; `all` holds for everything. */
export type CalicoSelector =
  | { readonly op: 'all' }
  | { readonly op: 'has'; readonly key: string }
  | { readonly op: '==' | '!='; readonly key: string; readonly value: string }
  | { readonly op: 'in' | 'not in'; readonly key: string; readonly values: readonly string[] }
  | { readonly op: '!'; readonly operand: CalicoSelector }
  | { readonly op: '&&' | '||'; readonly left: CalicoSelector; readonly right: CalicoSelector };

export interface Weave {
  readonly kind: 'weave';
  readonly origin: Origin;
  readonly mode: 'fastdp' | 'sleeve';
  readonly mtu?: Sourced<number>;
}

export interface Terway {
  readonly kind: 'terway';
  readonly origin: Origin;
  readonly mode: 'vpc' | 'eni' | 'eniip';
  /** Ids of pod vSwitches. */
  readonly podVSwitches: readonly Sourced<string>[];
  readonly securityGroups: readonly Sourced<string>[];
}

export interface AwsVpc {
  readonly kind: 'aws-vpc';
  readonly origin: Origin;
  readonly externalSNAT: boolean;
  readonly enableNetworkPolicy: boolean;
  readonly enablePrefixDelegation: boolean;
}
