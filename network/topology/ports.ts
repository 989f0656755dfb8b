import type { Origin } from './origin.ts';

export type Protocol = 'TCP' | 'UDP' | 'SCTP';

/** Ports of one protocol; without `from` and `to` every port of it. `protocol` undefined: every protocol. */
export interface PortRange {
  readonly protocol?: Protocol;
  readonly from?: number;
  readonly to?: number;
  /** A named port, to be looked up on the destination pod. */
  readonly name?: string;
  readonly origin: Origin;
}
