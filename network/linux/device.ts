import type { Address } from '../address/address.ts';
import type { DevicePolicy } from './device-policy.ts';
import type { FrameForwarder, TunOwner } from './device-process.ts';
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
  /** macvlan devices on top of it, by MAC: they take their frames before the machine itself sees them. */
  readonly macvlans?: Map<string, DeviceRef>;
  /** Judges what goes to the namespace behind it and what comes from there (a bridge: behind its ports). */
  policy?: DevicePolicy;
  readonly origin?: Provenance;
}

/** A device somewhere: a namespace's key and the device's name in it. */
export interface DeviceRef {
  readonly namespace: string;
  readonly device: string;
}

export interface Loopback extends DeviceBase {
  readonly kind: 'loopback';
}

export interface Veth extends DeviceBase {
  readonly kind: 'veth';
  /** The other end: a namespace's key and the device in it. */
  readonly peer: DeviceRef;
  /** Takes every frame that comes in here, whatever its MAC. */
  readonly forwarder?: FrameForwarder;
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
  /** VNI and other end are said by what sends through it, and frames of every VNI come in (`external`). */
  readonly external?: boolean;
  /** Answers ARP in the place of those that its neighbour table names. */
  readonly proxy?: boolean;
  /** Key of the namespace that it was made in and sends from, where it was moved into another since. */
  readonly underlayNamespace?: string;
  readonly fdb: LookupTable<string, VxlanEntry>;
}

/** Packets for it are read by a process, and what the process writes comes in by it. No MACs. */
export interface Tun extends DeviceBase {
  readonly kind: 'tun';
  /** Undefined: nobody has it open, and it has no carrier. */
  readonly owner?: TunOwner;
}

/** IP in IP (protocol 4); the remote end is the route's gateway where the device names none. No MACs. */
export interface Ipip extends DeviceBase {
  readonly kind: 'ipip';
  readonly local?: Address;
  readonly remote?: Address;
}

/** A device with a MAC of its own on the wire of another one, which may be in another namespace. Mode `bridge`. */
export interface Macvlan extends DeviceBase {
  readonly kind: 'macvlan';
  readonly parent: DeviceRef;
}

/**
 * A datapath of the kernel's Open vSwitch module: a switch whose ports name it as their master and that does what its
 * flows say. A process in user space writes them.
 */
export interface OpenVswitch extends DeviceBase {
  readonly kind: 'openvswitch';
  readonly flows: LookupTable<string, DatapathFlow>;
  /** Datapaths of one mesh send each other what is for everybody. */
  readonly mesh: string;
}

/** What becomes of frames for one MAC. */
export interface DatapathFlow {
  readonly mac: string;
  readonly port: string;
  /** Set before it goes out of a tunnel's port. */
  readonly tunnel?: TunnelEnd;
  readonly origin?: Provenance;
}

/** What a frame bears that is to go through a tunnel device which is `external`. */
export interface TunnelEnd {
  readonly id: number;
  readonly local: Address;
  readonly remote: Address;
}

/** Swallows what is sent to it; it is there for its addresses. */
export interface Dummy extends DeviceBase {
  readonly kind: 'dummy';
}

/** Whatever is added here has to be sent on in `trace/transmit.ts`; the compiler says so. */
export type Device = Loopback | Veth | Bridge | Physical | Vxlan | Tun | Ipip | Macvlan | Dummy | OpenVswitch;

/** Whether the device sends bare IP packets: no MACs, and nobody to ask for one. */
export function isBare(device: Device): boolean {
  return device.kind === 'tun' || device.kind === 'ipip' || device.kind === 'loopback';
}

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

/** What a device has that was just switched on. */
export function switchedOn(): Pick<DeviceBase, 'up' | 'addresses' | 'neighbours'> {
  return { up: true, addresses: [], neighbours: neighbourTable() };
}

/** An empty neighbour table. */
export function neighbourTable(): LookupTable<Address, Neighbour> {
  return new LookupTable((entry) => entry.address);
}

/** An empty FDB, of a bridge or a VXLAN device. */
export function fdbTable<E extends { readonly mac: string }>(): LookupTable<string, E> {
  return new LookupTable((entry) => entry.mac);
}
