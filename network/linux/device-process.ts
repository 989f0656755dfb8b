import type { Address } from '../address/address.ts';
import type { Provenance } from './provenance.ts';

/* Processes that have a device open: what the kernel gives them goes on in UDP. */

/** A process that captures frames on a device and sends them to others of its kind in UDP; they put them out there. */
export interface FrameForwarder {
  readonly process: string;
  /** The UDP port that it sends from and to, and listens on. */
  readonly port: number;
  readonly local: Address;
  /** Forwarders of one mesh send each other what is for everybody. */
  readonly mesh: string;
  /** Which of the others a frame is for, and the entry of its own table that says so. */
  lookup(mac: string): { readonly remote: Address; readonly rule: string; readonly origin?: Provenance } | undefined;
}

/** A process that sends what it reads from its TUN to others of its kind, in UDP. */
export interface TunOwner {
  readonly process: string;
  /** The UDP port that it sends from and to, and listens on. */
  readonly port: number;
  readonly local: Address;
  /** Source of the ICMP errors that it writes itself. */
  readonly tunAddress: Address;
  /** TTL of these. */
  readonly errorTtl: number;
  /** Which of the others a packet is for, and the entry of its own table that says so. */
  lookup(
    destination: Address,
  ): { readonly remote: Address; readonly rule: string; readonly origin?: Provenance } | undefined;
}
