import type { PeerBits } from './peer-bits.ts';
import type { PortSpace } from './port-set.ts';
import type { Sides } from './sides.ts';
import type { Table } from './table.ts';
import type { Unions } from './unions.ts';

/** What the matrix of one port is made of: the state of a table, and the port's position. */
export interface Plan {
  readonly table: Table;
  readonly sides: Sides;
  readonly peers: PeerBits;
  readonly unions: Unions;
  readonly space: PortSpace;
  readonly position: number;
}
