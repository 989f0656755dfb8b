import { containsPrefix, type Prefix } from '../../address/prefix.ts';
import { tableOf, tablesOf } from '../../cloud/routing/tables.ts';
import { entry } from '../../topology/grouping.ts';
import type { Topology } from '../../topology/topology.ts';
import type { RouteTable, Vpc } from '../../topology/underlay.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic, type Found } from '../support/place.ts';
import type { Uplink } from '../support/uplinks.ts';
import { listed } from '../support/words.ts';
import { systemTableName, type VpcRouted, vpcOf, vpcRouted } from './vpc-routed.ts';

export const multiRouteTable: Check = {
  code: 'MULTI-ROUTE-TABLE',
  severity: 'warning',
  summary: 'Entries for Pods are written to one route table, and nodes are in subnets of another',
  *run({ topology, stop }) {
    for (const routed of vpcRouted(topology)) {
      if (stop()) return;
      for (const vpc of topology.vpcs) for (const found of judge(topology, vpc, routed)) yield diagnostic(this, found);
    }
  },
};

function* judge(topology: Topology, vpc: Vpc, { cluster, words, uplinks }: VpcRouted): Generator<Found> {
  const tables = new Map<RouteTable, Uplink[]>();
  for (const uplink of uplinks.filter((one) => vpcOf(topology, one) === vpc)) {
    const { system, declared } = tableOf(tablesOf(vpc), uplink.segment!);
    if (system || !declared) continue;
    entry(tables, declared, () => []).push(uplink);
  }
  const ranges = cluster.podCIDRs.map(({ value }) => value);
  for (const [table, inside] of tables) {
    if (leadsTo(table, ranges)) continue;
    const [first, ...more] = inside.map(({ node }) => node.name);
    const nodes =
      more.length > 0
        ? `nodes ${listed([first!, ...more.slice(0, 2)])}${more.length > 2 ? ' and more' : ''}`
        : `node ${first}`;
    const reference = table.subnets.find(({ value }) => inside.some(({ segment }) => segment?.id === value));
    yield {
      message: `${words} has its entries written to the ${systemTableName(vpc)} route table of VPC ${vpc.name}, and ${nodes} ${more.length > 0 ? 'are' : 'is'} in subnets of routeTable ${table.name}: from there nothing leads to the Pods of other nodes`,
      origin: reference?.origin ?? table.origin,
      related: inside.slice(0, 3).map(({ node }) => ({ origin: node.origin, message: `Node ${node.name}` })),
    };
  }
}

/** Entries made by hand for all Pods at once. */
function leadsTo({ routes }: RouteTable, ranges: readonly Prefix[]): boolean {
  const own = routes.filter(({ destination, via }) => destination.value.length > 0 && via !== 'blackhole');
  return ranges.every((range) => own.some(({ destination }) => containsPrefix(destination.value, range)));
}
