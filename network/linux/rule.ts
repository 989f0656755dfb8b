import type { Address } from '../address/address.ts';
import type { Prefix } from '../address/prefix.ts';
import type { PacketProtocol } from './packet.ts';
import type { Provenance } from './provenance.ts';

export type HookName = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING';

export type TableName = 'raw' | 'mangle' | 'nat' | 'filter' | 'security';

export type ConnectionState = 'NEW' | 'ESTABLISHED' | 'RELATED' | 'INVALID';

/** One condition of a rule, with the name of the extension that iptables calls it by where there is one. */
export type Condition =
  | { readonly kind: 'source' | 'destination'; readonly prefix: Prefix }
  | { readonly kind: 'protocol'; readonly protocol: PacketProtocol }
  /** A trailing `+` stands for any rest of the name. */
  | { readonly kind: 'in' | 'out'; readonly device: string }
  | { readonly kind: 'sport' | 'dport'; readonly from: number; readonly to?: number }
  | { readonly kind: 'multiport'; readonly side: 'sports' | 'dports'; readonly ports: readonly number[] }
  | { readonly kind: 'icmp'; readonly type: number; readonly code?: number }
  | { readonly kind: 'mark'; readonly value: number; readonly mask: number }
  /** `-m statistic --mode random`. */
  | { readonly kind: 'statistic'; readonly probability: number }
  | { readonly kind: 'set'; readonly set: string; readonly directions: readonly ('src' | 'dst')[] }
  | { readonly kind: 'conntrack'; readonly states: readonly (ConnectionState | 'DNAT' | 'SNAT')[] }
  /** `limit`: only addresses of the device that it leaves or came in by count as local (`--limit-iface-out`, `-in`). */
  | {
      readonly kind: 'addrtype';
      readonly side: 'src' | 'dst';
      readonly type: AddressType;
      readonly limit?: 'in' | 'out';
    }
  | {
      readonly kind: 'physdev';
      readonly in?: string;
      readonly out?: string;
      readonly bridged?: boolean;
      readonly isIn?: boolean;
    }
  | { readonly kind: 'comment'; readonly text: string }
  /** `-m ipvs`: whether the packet's connection came to that virtual server. */
  | { readonly kind: 'ipvs'; readonly address: Address; readonly protocol: PacketProtocol; readonly port: number }
  /** `-m tcp` without an option of its own: prints so, and asks nothing that `-p` does not ask. */
  | { readonly kind: 'transport'; readonly protocol: PacketProtocol }
  /** `-m recent`: whether the source was noted under the name within so many seconds; `set` notes it and holds. */
  | { readonly kind: 'recent'; readonly name: string; readonly set: true }
  | { readonly kind: 'recent'; readonly name: string; readonly set: false; readonly seconds: number };

/** `not` turns a condition round. */
export type Match = Condition & { readonly not?: boolean };

export type AddressType = 'LOCAL' | 'UNICAST' | 'BROADCAST' | 'MULTICAST';

export type RejectType =
  | 'icmp-net-unreachable'
  | 'icmp-host-unreachable'
  | 'icmp-port-unreachable'
  | 'icmp-proto-unreachable'
  | 'icmp-admin-prohibited'
  | 'tcp-reset';

export type Target =
  | { readonly kind: 'jump' | 'goto'; readonly chain: string }
  | { readonly kind: 'RETURN' | 'ACCEPT' | 'DROP' }
  | { readonly kind: 'REJECT'; readonly with: RejectType }
  | {
      readonly kind: 'DNAT' | 'SNAT';
      readonly address?: Address;
      readonly port?: number;
      readonly randomFully?: boolean;
    }
  | { readonly kind: 'MASQUERADE'; readonly randomFully: boolean }
  | { readonly kind: 'REDIRECT'; readonly port?: number }
  /** The mark becomes `(mark & ~mask) ^ value`: `--set-mark`, `--or-mark` and `--xor-mark` are cases of it. */
  | { readonly kind: 'MARK'; readonly value: number; readonly mask: number }
  /** The connection's own mark: it is set as with MARK, or its bits are given back to the packet. */
  | { readonly kind: 'CONNMARK'; readonly action: 'set'; readonly value: number; readonly mask: number }
  | { readonly kind: 'CONNMARK'; readonly action: 'restore'; readonly mask: number };

export interface Rule {
  /** In the order in which `iptables-save` prints them. */
  readonly matches: readonly Match[];
  /** `-m comment --comment`, printed behind the matches. */
  readonly comment?: string;
  readonly target: Target;
  readonly origin?: Provenance;
  /** Of a DROP or REJECT that stands for something more telling than a filter: what a packet has met with there. */
  readonly meaning?: Meaning;
}

/** What a packet that a rule ends has met with. */
export interface Meaning {
  readonly disposition: 'NO_ROUTE' | 'NO_ENDPOINTS' | 'NO_LISTENER' | 'DENIED_BY_FILTER' | 'SOURCE_CHECK_FAILED';
  /** A sentence. */
  readonly reason: string;
  /** Code of the check that would have foreseen it. */
  readonly code?: string;
}

/** A named set of ipset: answers whether it holds the values that the directions name. */
export interface NamedSet {
  /** As `ipset list` calls it, such as `hash:ip,port`. */
  readonly type: string;
  has(values: readonly SetValue[]): boolean;
  entries(): Iterable<string>;
}

/** An end of a packet, of which a set looks at what its type says. */
export interface SetValue {
  readonly address: Address;
  readonly protocol: PacketProtocol;
  readonly port?: number;
}
