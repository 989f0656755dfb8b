import { type Quota, routesPerTable } from '../../cloud/quotas.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Vpc } from '../../topology/underlay.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic, type Found } from '../support/place.ts';
import { systemTable, systemTableName, type VpcRouted, vpcOf, vpcRouted } from './vpc-routed.ts';

/** From this part of the limit on it is said as a warning. */
const NEAR = 0.8;

export const routeQuota: Check = {
  code: 'ROUTE-QUOTA',
  severity: 'error',
  summary: 'More entries than the route table of a VPC takes, or nearly as many',
  *run({ topology, stop }) {
    const all = vpcRouted(topology);
    for (const vpc of all.length > 0 ? topology.vpcs : []) {
      if (stop()) return;
      const quota = routesPerTable(vpc);
      const found = quota && judge(topology, vpc, quota, all);
      if (found) yield diagnostic(this, found);
    }
  },
};

/** Groups count as far as they may grow: the entry that is one too many comes with the node. */
function judge(
  topology: Topology,
  vpc: Vpc,
  { limit, name, read }: Quota,
  all: readonly VpcRouted[],
): Found | undefined {
  const inside = all
    .map((routed) => ({ routed, nodes: countIn(topology, vpc, routed) }))
    .filter(({ nodes }) => nodes > 0);
  const own = systemTable(vpc).declared?.routes.length ?? 0;
  const nodes = inside.reduce((sum, one) => sum + one.nodes, 0);
  if (inside.length === 0 || nodes + own < limit * NEAR) return undefined;
  const of = `one entry a node (${nodes})${own > 0 ? ` and ${own} of its own` : ''}`;
  const takes = `the ${systemTableName(vpc)} route table of VPC ${vpc.name} takes ${limit}`;
  const source = read === '' ? `quota ${name}` : `as of ${read}; quota ${name} says another`;
  const isOver = nodes + own > limit;
  return {
    message: `${inside[0]!.routed.words} takes ${of}, and ${takes} (${source})${isOver ? '' : `: ${limit - nodes - own} are left`}`,
    origin: inside[0]!.routed.origin,
    severity: isOver ? 'error' : 'warning',
    related: [{ origin: vpc.origin, message: `VPC ${vpc.name}` }],
  };
}

function countIn(topology: Topology, vpc: Vpc, { cluster, uplinks }: VpcRouted): number {
  const inside = uplinks.filter((uplink) => vpcOf(topology, uplink) === vpc);
  const groups = new Set(inside.map(({ node }) => node.group));
  const more = cluster.nodeGroups
    .filter((group) => groups.has(group.name))
    .reduce((sum, { min, max }) => sum + max - min, 0);
  return inside.length + more;
}
