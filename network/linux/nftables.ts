import type { Address, Family } from '../address/address.ts';
import type { Prefix } from '../address/prefix.ts';
import type { Policy } from './netfilter.ts';
import type { EndProtocol, Packet } from './packet.ts';
import type { Provenance } from './provenance.ts';
import type { ConnectionState, HookName, Meaning } from './rule.ts';

/**
 * A table of nftables. Sets, maps and chains answer look-ups by name and can be listed; those of ten thousand Services
 * need not be stored.
 */
export interface NftTable {
  readonly family: 'ip' | 'ip6';
  readonly name: string;
  readonly comment?: string;
  /** Chains that hang at a hook. */
  readonly base: readonly NftChain[];
  chain(name: string): NftChain | undefined;
  set(name: string): NftSet | undefined;
  map(name: string): NftMap | undefined;
  /** All of them, base chains too, in the order in which `nft list` prints them. */
  chains(): Iterable<NftChain>;
  sets(): Iterable<NftSet | NftMap>;
}

export interface NftChain {
  readonly name: string;
  readonly comment?: string;
  readonly hook?: NftHook;
  readonly rules: readonly NftRule[];
}

/** Where a base chain hangs. Lower priorities come first; iptables' tables have theirs too. */
export interface NftHook {
  readonly type: 'filter' | 'nat';
  readonly hook: HookName;
  readonly priority: number;
  readonly policy: Policy;
}

export interface NftRule {
  readonly matches: readonly NftMatch[];
  readonly statement: NftStatement;
  readonly comment?: string;
  readonly origin?: Provenance;
  readonly meaning?: Meaning;
}

export type NftSide = 'saddr' | 'daddr';

export type NftMatch =
  | { readonly kind: 'address'; readonly side: NftSide; readonly prefixes: readonly Prefix[]; readonly not?: boolean }
  | { readonly kind: 'set'; readonly side: NftSide; readonly set: string }
  | { readonly kind: 'dport'; readonly protocol: EndProtocol; readonly port: number }
  | { readonly kind: 'l4proto'; readonly protocol: EndProtocol }
  | { readonly kind: 'state'; readonly state: ConnectionState }
  /** `meta mark & mask == value`. */
  | { readonly kind: 'mark'; readonly mask: number; readonly value: number }
  | { readonly kind: 'fib'; readonly side: NftSide; readonly type: 'local' };

export type NftVerdict =
  | { readonly kind: 'accept' | 'drop' | 'return' }
  | { readonly kind: 'jump' | 'goto'; readonly chain: string };

export type NftStatement =
  | NftVerdict
  | { readonly kind: 'reject' }
  | { readonly kind: 'masquerade' }
  | { readonly kind: 'dnat'; readonly address: Address; readonly port?: number }
  | { readonly kind: 'mark'; readonly operation: 'or' | 'xor'; readonly value: number }
  /** The verdict that a map has for the packet; without one the next rule follows. */
  | { readonly kind: 'vmap'; readonly key: readonly NftField[]; readonly map: string }
  /** `numgen random mod n vmap { … }`: one of the verdicts, each as likely. */
  | { readonly kind: 'numgen'; readonly verdicts: readonly NftVerdict[] }
  /** Notes the source in a set for a time. */
  | { readonly kind: 'update'; readonly set: string };

/** What of a packet makes the key of a map. */
export type NftField = 'daddr' | 'l4proto' | 'dport';

/** A set of addresses. */
export interface NftSet {
  readonly kind: 'set';
  readonly name: string;
  readonly comment?: string;
  /** Seconds after which an entry that rules have made is gone; without it the set is somebody's list. */
  readonly timeout?: number;
  has(address: Address): boolean;
  elements(): Iterable<Address>;
}

/** A map from keys to verdicts. */
export interface NftMap {
  readonly kind: 'map';
  readonly name: string;
  readonly comment?: string;
  readonly key: readonly NftField[];
  lookup(packet: Packet): NftElement | undefined;
  elements(): Iterable<NftElement>;
}

export interface NftElement {
  readonly address?: Address;
  readonly protocol: EndProtocol;
  readonly port: number;
  readonly verdict: NftVerdict;
  readonly comment?: string;
  readonly origin?: Provenance;
  readonly meaning?: Meaning;
}

/** The family whose packets come by a table. */
export function familyOfTable({ family }: NftTable): Family {
  return family === 'ip' ? 4 : 6;
}
