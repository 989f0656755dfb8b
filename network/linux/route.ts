import type { Address } from '../address/address.ts';
import type { Prefix } from '../address/prefix.ts';
import type { Provenance } from './provenance.ts';

export type RouteType = 'unicast' | 'local' | 'broadcast' | 'blackhole' | 'unreachable' | 'prohibit' | 'throw';

/** A route of one table. */
export interface Route {
  readonly type: RouteType;
  readonly destination: Prefix;
  readonly via?: Address;
  readonly device?: string;
  /** 0 unless written; the lower wins among routes to one prefix. */
  readonly metric?: number;
  /** Preferred source of packets made here (`src`). */
  readonly source?: Address;
  readonly scope: 'global' | 'link' | 'host';
  /** Who added it, by the name that iproute2 knows (`rt_protos`), else by the number. */
  readonly protocol?: 'kernel' | 'boot' | 'static' | 'bird' | number;
  /** The gateway counts as on-link whatever the addresses say. */
  readonly onlink?: boolean;
  /** What is known to be wrong with it: a packet that it leads on and that dies later dies of that. */
  readonly caution?: { readonly code: string; readonly reason: string };
  readonly origin?: Provenance;
}

/** A route that somebody tried to add and the kernel refused. */
export interface RefusedRoute {
  readonly route: Route;
  /** In the kernel's words. */
  readonly reason: string;
  /** Code of the check that would have foreseen it. */
  readonly code?: string;
  /** True when it was there once and somebody removed it. */
  readonly lost?: boolean;
  /** True when it would have come by a routing protocol and nobody told it. */
  readonly untold?: boolean;
}
