import type { Address } from '../address/address.ts';
import type { Prefix } from '../address/prefix.ts';
import type { Device } from './device.ts';
import { Netfilter } from './netfilter.ts';
import type { Packet, PacketProtocol } from './packet.ts';
import type { Provenance } from './provenance.ts';
import { RoutingTable } from './routing-table.ts';

export type NamespaceKind = 'pod' | 'node' | 'host' | 'container' | 'router' | 'gateway';

/** A socket that waits for connections or datagrams. */
export interface Listener {
  /** Undefined: every protocol and port, for a machine of which nothing is known but that it is there. */
  readonly protocol?: PacketProtocol;
  readonly port?: number;
  readonly origin?: Provenance;
}

/** A line of `ip rule`: which table to ask for which packets. */
export interface PolicyRule {
  readonly priority: number;
  readonly from?: Prefix;
  readonly to?: Prefix;
  readonly mark?: number;
  readonly table: string;
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
  readonly netfilter = new Netfilter();
  readonly sysctls = new Map<string, string>();
  readonly listeners: Listener[] = [];
  readonly gaps: Gap[] = [];

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

  /** Whether the address is one of this machine's own, on whatever device. */
  isLocal(address: Address): boolean {
    return this.local.matches(address).some((route) => route.type === 'local');
  }

  sysctl(name: string, fallback: number): number {
    const value = Number(this.sysctls.get(name) ?? fallback);
    return Number.isNaN(value) ? fallback : value;
  }
}
