import type { RouteTable, Segment, Vpc } from '../../topology/underlay.ts';

/** A route table in force: a declared one, or the system table that every VPC has. */
export interface TableInForce {
  /** As `ip rule` would call it. */
  readonly name: string;
  /** The table of every subnet that is given no other; cloud controllers write into it. */
  readonly system: boolean;
  readonly declared?: RouteTable;
  /** Id of the gateway that everything goes to which no entry leads elsewhere, where nobody has written such an entry. */
  readonly defaultVia?: string;
  /** The table of the subnets that are `public` and in no declared table. */
  readonly ofPublic?: true;
}

/**
 * The tables of a VPC, the system table first. It is the declared one that names no `subnets`, else the first declared
 * one, else one that nobody wrote anything into. `public` subnets in no declared table share one that leads to the
 * Internet gateway: that is what makes a subnet public.
 */
export function tablesOf(vpc: Vpc): readonly TableInForce[] {
  const { routeTables, internetGateway } = vpc;
  const system = routeTables.find(({ subnets }) => subnets.length === 0) ?? routeTables[0];
  const others = routeTables.filter((table) => table !== system);
  return [
    {
      name: system ? nameOf(system) : 'system',
      system: true,
      declared: system,
      defaultVia: systemDefault(vpc, system),
    },
    ...others.map((table) => ({ name: nameOf(table), system: false, declared: table })),
    ...(internetGateway ? [publicTable(vpc, internetGateway.id)] : []),
  ];
}

function publicTable({ routeTables }: Vpc, gateway: string): TableInForce {
  return { name: 'public', system: routeTables.length === 0, defaultVia: gateway, ofPublic: true };
}

/**
 * An Alibaba NAT gateway puts 0.0.0.0/0 into the system table itself. Where a VPC declares no table at all, the model says
 * with its gateway alone that there is a way out: an Internet gateway is one for every subnet, unless some are marked `public`.
 */
function systemDefault(vpc: Vpc, system: RouteTable | undefined): string | undefined {
  const { provider, natGateways, internetGateway, routeTables, tellsPublicSubnets } = vpc;
  if (system?.routes.some(({ destination }) => destination.value.length === 0)) return undefined;
  if (provider !== 'alibaba' && routeTables.length > 0) return undefined;
  return natGateways[0]?.id ?? (tellsPublicSubnets ? undefined : internetGateway?.id);
}

/** Names that a kernel has tables of its own by. */
const RESERVED = ['local', 'main', 'default', 'system', 'public', 'eip'];

function nameOf({ name }: RouteTable): string {
  return RESERVED.includes(name) ? `rtb-${name}` : name;
}

/** The table that packets from a subnet are looked up in. */
export function tableOf(tables: readonly TableInForce[], subnet: Pick<Segment, 'id' | 'public'>): TableInForce {
  const own = tables.find(({ declared }) => declared?.subnets.some(({ value }) => value === subnet.id));
  const shared = subnet.public ? tables.find(({ ofPublic }) => ofPublic) : undefined;
  return own ?? shared ?? tables[0]!;
}
