import type { Address } from '../address/address.ts';
import { LookupTable } from './lookup.ts';
import type { Provenance } from './provenance.ts';

/** An address on a device, as `ip address` lists it. */
export interface InterfaceAddress {
  readonly address: Address;
  /** Mask length. */
  readonly length: number;
}

interface DeviceBase {
  readonly name: string;
  mac?: string;
  /** Bytes of the largest IP packet. */
  mtu: number;
  up: boolean;
  readonly addresses: InterfaceAddress[];
  /** Name of the bridge that it is a port of. */
  readonly master?: string;
  /** As a bridge port: frames may leave where they came in. */
  readonly hairpin?: boolean;
  readonly neighbours: LookupTable<Address, Neighbour>;
  readonly origin?: Provenance;
}

export interface Loopback extends DeviceBase {
  readonly kind: 'loopback';
}

export interface Veth extends DeviceBase {
  readonly kind: 'veth';
  /** The other end: a namespace's key and the device in it. */
  readonly peer: { readonly namespace: string; readonly device: string };
}

export interface Bridge extends DeviceBase {
  readonly kind: 'bridge';
  /** What it has learnt. */
  readonly fdb: LookupTable<string, BridgeEntry>;
}

/** A network card on an L2 segment. */
export interface Physical extends DeviceBase {
  readonly kind: 'physical';
  /** Id of the segment; undefined: the cable is not plugged in. */
  readonly segment?: string;
}

export interface Vxlan extends DeviceBase {
  readonly kind: 'vxlan';
  readonly vni: number;
  /** UDP port. */
  readonly port: number;
  readonly local: Address;
  /** Device that it was bound to (`dev`), for printing. */
  readonly underlay: string;
  readonly learning: boolean;
  readonly fdb: LookupTable<string, VxlanEntry>;
}

/** Whatever is added here (tun, ipip, macvlan, dummy) has to be sent on in `trace/transmit.ts`; the compiler says so. */
export type Device = Loopback | Veth | Bridge | Physical | Vxlan;

export interface Neighbour {
  readonly address: Address;
  readonly mac: string;
  readonly state: 'PERMANENT' | 'REACHABLE';
  readonly origin?: Provenance;
}

export interface BridgeEntry {
  readonly mac: string;
  readonly port: string;
  readonly origin?: Provenance;
}

export interface VxlanEntry {
  readonly mac: string;
  /** Outer destination. */
  readonly destination: Address;
  readonly origin?: Provenance;
}

/** An empty neighbour table. */
export function neighbourTable(): LookupTable<Address, Neighbour> {
  return new LookupTable((entry) => entry.address);
}

/** An empty FDB, of a bridge or a VXLAN device. */
export function fdbTable<E extends { readonly mac: string }>(): LookupTable<string, E> {
  return new LookupTable((entry) => entry.mac);
}
