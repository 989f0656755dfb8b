import type { Address } from '../address/address.ts';
import type { Origin, Sourced } from './origin.ts';
import type { Protocol } from './ports.ts';

/** One end of a `trace` or `expect`, resolved as far as names go. */
export type Endpoint =
  /** A workload's pods (a pod is a workload of one). Ids of the topology. */
  | { readonly kind: 'workload'; readonly id: string; readonly origin: Origin }
  /** One pod of a workload, counted from 0 (`default/db-1`). */
  | { readonly kind: 'pod'; readonly workload: string; readonly index: number; readonly origin: Origin }
  | { readonly kind: 'service' | 'ingress'; readonly id: string; readonly url?: string; readonly origin: Origin }
  | {
      readonly kind: 'node' | 'host' | 'container' | 'segment' | 'namespace';
      readonly id: string;
      readonly origin: Origin;
    }
  | { readonly kind: 'address'; readonly address: Address; readonly origin: Origin }
  | { readonly kind: 'internet' | 'localhost'; readonly origin: Origin }
  | { readonly kind: 'name'; readonly name: string; readonly origin: Origin }
  /** It names nothing, or more than one thing; the reason is a sentence's end ("names nothing"). */
  | {
      readonly kind: 'unresolved';
      readonly text: string;
      readonly reason: string;
      readonly origin: Origin;
      /** The kind written before the name, and the URL behind it: another reader may know the name. */
      readonly what?: string;
      readonly url?: string;
      /** Where the name itself stands, and other words that would name something. */
      readonly nameOrigin?: Origin;
      readonly meant?: readonly string[];
    };

/** What the probe is; undefined fields take the defaults of the language (ICMP 84 bytes, TCP SYN 60, TTL 64). */
export interface ProbeOptions {
  readonly protocol?: 'ICMP' | Protocol;
  /** Number, or the name of a port of the destination. Undefined: ICMP and every port it listens on. */
  readonly port?: number | string;
  /** Bytes of the whole IP packet. */
  readonly size?: number;
  readonly dontFragment?: boolean;
  readonly ttl?: number;
}

/** What a header can say, both included: an IPv4 packet holds at least 20 bytes and what the probe puts into it. */
export const PROBE_BOUNDS = {
  size: { least: 28, most: 65535, what: 'size of an IP packet' },
  ttl: { least: 1, most: 255, what: 'time to live' },
} as const;

/** Whether a value lies within bounds, both included. */
export function isWithin(bounds: { readonly least: number; readonly most: number }, value: number): boolean {
  return value >= bounds.least && value <= bounds.most;
}

export interface Trace {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly probe: ProbeOptions;
  readonly origin: Origin;
}

export interface Expect extends Trace {
  readonly can: boolean;
  readonly withoutNAT: boolean;
  readonly encapsulation?: { readonly wanted: boolean; readonly kind?: string };
  readonly fromSource?: Endpoint | 'node';
  readonly byPolicy?: { readonly id: string; readonly origin: Origin };
  /** A policy that is named and that the reader of the text does not know; another may. */
  readonly byUnknown?: Sourced<string>;
}
