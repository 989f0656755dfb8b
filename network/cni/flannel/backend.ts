import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { RouteSource } from '../../linux/routing-table.ts';
import type { FabricTable } from '../plugin.ts';
import type { Lease } from './leases.ts';

/** How a node reaches the pods of the others. */
export interface Backend {
  /** Bytes that it adds to each packet. */
  readonly overhead: number;
  /** Writes devices and routes into a node that has this lease. */
  program(lease: Lease, namespace: NetworkNamespace): void;
  /** What it has written into a route table of the nodes' VPC. */
  fabric?(table: FabricTable): RouteSource | undefined;
}
