import type { RouteTable, Segment, Vpc } from '../../topology/underlay.ts';

/** A route table in force: a declared one, or the system table that every VPC has. */
export interface TableInForce {
  /** As `ip rule` would call it. */
  readonly name: string;
  /** The table of every subnet that is given no other; cloud controllers write into it. */
  readonly system: boolean;
  readonly declared?: RouteTable;
}

/**
 * The tables of a VPC, the system table first. It is the declared one that names no `subnets`, else the first declared
 * one, else one that nobody wrote anything into.
 */
export function tablesOf({ routeTables }: Vpc): readonly TableInForce[] {
  const system = routeTables.find(({ subnets }) => subnets.length === 0) ?? routeTables[0];
  const others = routeTables.filter((table) => table !== system);
  return [
    { name: system ? nameOf(system) : 'system', system: true, declared: system },
    ...others.map((table) => ({ name: nameOf(table), system: false, declared: table })),
  ];
}

/** Names that a kernel has tables of its own by. */
const RESERVED = ['local', 'main', 'default', 'system'];

function nameOf({ name }: RouteTable): string {
  return RESERVED.includes(name) ? `rtb-${name}` : name;
}

/** The table that packets from a subnet are looked up in. */
export function tableOf(tables: readonly TableInForce[], subnet: Pick<Segment, 'id'>): TableInForce {
  const own = tables.find(({ declared }) => declared?.subnets.some(({ value }) => value === subnet.id));
  return own ?? tables[0]!;
}
