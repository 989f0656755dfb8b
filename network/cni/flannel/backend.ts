import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Lease } from './leases.ts';

/** How a node reaches the pods of the others. */
export interface Backend {
  /** Bytes that it adds to each packet. */
  readonly overhead: number;
  /** Writes devices and routes into a node that has this lease. */
  program(lease: Lease, namespace: NetworkNamespace): void;
}
