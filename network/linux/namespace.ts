import { type Address, familyOf } from '../address/address.ts';
import type { Prefix } from '../address/prefix.ts';
import type { Device, DeviceRef } from './device.ts';
import type { IpvsTable } from './ipvs.ts';
import { Netfilter } from './netfilter.ts';
import type { NftTable } from './nftables.ts';
import type { EndProtocol, Packet } from './packet.ts';
import type { Provenance } from './provenance.ts';
import type { Relay } from './relay.ts';
import { RoutingTable } from './routing-table.ts';

export type NamespaceKind = 'pod' | 'node' | 'host' | 'container' | 'router' | 'gateway' | 'load-balancer';

/** A socket that waits for connections or datagrams. */
export interface Listener {
  /** Undefined: every protocol and port, for a machine of which nothing is known but that it is there. */
  readonly protocol?: EndProtocol;
  readonly port?: number;
  /** Of a process with so many ports that they are not listed: whether it waits on this one. */
  accepts?(port: number): boolean;
  /** Of a process whose doings are not modelled: a sentence that says so. */
  readonly unmodelled?: string;
  /** Of a process that opens a connection of its own in the place of the one that it takes. */
  readonly relay?: Relay;
  readonly origin?: Provenance;
}

/** A line of `ip rule`: which table to ask for which packets. */
export interface PolicyRule {
  readonly priority: number;
  readonly from?: Prefix;
  readonly to?: Prefix;
  readonly mark?: number;
  /** Bits of the mark that count; all unless written. */
  readonly mask?: number;
  /** The device that the packet came in by. */
  readonly iif?: string;
  readonly not?: boolean;
  readonly table: string;
  readonly origin?: Provenance;
}

/**
 * Something that would act on a packet here and that the model does not know yet. A packet that `applies` holds for ends
 * as undecided; nothing is guessed in its stead.
 */
export interface Gap {
  /** PREROUTING: of what comes in; ORIGINATE and OUTPUT: of what is made here, before and after its routing. */
  readonly hook: 'PREROUTING' | 'ORIGINATE' | 'OUTPUT';
  applies(packet: Packet): boolean;
  /** True when nothing is known of the whole namespace, so that a packet for it cannot be judged before it is there. */
  readonly whole?: boolean;
  /** A sentence that names the feature. */
  readonly reason: string;
  readonly origin?: Provenance;
}

/** What is known of a packet where the model ends: at a machine that leads on to what nobody declared. */
export interface Edge {
  /** Undefined: the machine itself deals with it. `iif` is the device that it came in by. */
  judge(packet: Packet, iif: string): EdgeVerdict | undefined;
}

export interface EdgeVerdict {
  readonly outcome: 'leaves' | 'no-route' | 'unknown-source' | 'undecided';
  readonly reason: string;
  readonly code?: string;
}

/** A VXLAN device that was moved away after its UDP socket was opened here. */
export interface MovedTunnel {
  readonly vni: number;
  readonly port: number;
  readonly at: DeviceRef;
}

/**
 * The state of one Linux network namespace. CNIs and the builders of machines write it; walking a packet only reads it.
 * Tables answer look-ups and can be listed; sysctls have their full name (`net.ipv4.ip_forward`).
 */
export class NetworkNamespace {
  /** Unique in a model, such as `node:demo/node-a`. */
  readonly key: string;
  /** As a trace calls it. */
  readonly name: string;
  readonly kind: NamespaceKind;
  readonly origin?: Provenance;
  /** In the order of their indexes. */
  readonly devices = new Map<string, Device>();
  readonly tables = new Map<string, RoutingTable>([
    ['local', new RoutingTable()],
    ['main', new RoutingTable()],
  ]);
  readonly rules: PolicyRule[] = [
    { priority: 0, table: 'local' },
    { priority: 32766, table: 'main' },
  ];
  /** What `iptables-save` prints; that of `ip6tables-save` beside it. */
  readonly netfilter = new Netfilter();
  readonly netfilter6 = new Netfilter();
  /** Tables of nftables, in the order in which they were made. */
  readonly nftables: NftTable[] = [];
  /** Virtual servers, where the module ip_vs is loaded and somebody has written any. */
  ipvs?: IpvsTable;
  readonly sysctls = new Map<string, string>();
  readonly listeners: Listener[] = [];
  readonly gaps: Gap[] = [];
  readonly movedTunnels: MovedTunnel[] = [];
  /** Where the model ends here. */
  edge?: Edge;
  /** True for a fabric that says nothing of what it drops. */
  silent = false;
  /** True for what stands for everything beyond the model: a packet that it takes has left the network. */
  outside = false;
  /** What the tool of a BGP daemon says of its sessions; undefined where there is none to ask. */
  bgp?: () => readonly string[];
  /** Files that programs keep about the network, by path. */
  readonly files = new Map<string, () => string>();

  constructor(key: string, name: string, kind: NamespaceKind, origin?: Provenance) {
    this.key = key;
    this.name = name;
    this.kind = kind;
    this.origin = origin;
  }

  get local(): RoutingTable {
    return this.tables.get('local')!;
  }

  get main(): RoutingTable {
    return this.tables.get('main')!;
  }

  /** The chains of iptables that packets of that address's family pass. */
  netfilterOf(address: Address): Netfilter {
    return familyOf(address) === 4 ? this.netfilter : this.netfilter6;
  }

  /** Whether conntrack is on for packets of that family; it puts fragments together. */
  tracks(address: Address): boolean {
    return this.nftables.length > 0 || this.netfilterOf(address).tracks;
  }

  /** Whether the address is one of this machine's own, on whatever device. */
  isLocal(address: Address): boolean {
    return this.local.matches(address).some((route) => route.type === 'local');
  }

  sysctl(name: string, fallback: number): number {
    const value = Number(this.sysctls.get(name) ?? fallback);
    return Number.isNaN(value) ? fallback : value;
  }
}
