import type { Bits, BitsPool } from './bits.ts';
import type { EqualRows } from './equal-rows.ts';
import type { PeerBits } from './peer-bits.ts';
import type { PortSet, PortSpace } from './port-set.ts';
import type { Rows } from './rows.ts';
import type { Sides } from './sides.ts';
import type { Table } from './table.ts';

/** What the matrix of one port is made of: the state of a table, and the port's position. */
export interface Plan {
  readonly table: Table;
  readonly sides: Sides;
  readonly peers: PeerBits;
  /** For sets that are wanted for one port only. */
  readonly room: BitsPool;
  readonly rows: Rows;
  /** Rows that were made since the last update. */
  readonly equal: EqualRows;
  readonly space: PortSpace;
  readonly position: number;
}

/** What the ports of a protocol have in common: what rules for all ports and for any port of the protocol say. */
export interface Base {
  /** Ports of these rules. */
  readonly sets: ReadonlySet<PortSet>;
  /** Whom they let out to each destination: rows of bits, one after the other. */
  readonly words: Uint32Array;
  /** Whom they let in, by group of destinations; filled when asked for, from the room. */
  readonly admitted: (Bits | undefined)[];
  readonly room: BitsPool;
}
