import { containsPrefix, type Prefix, prefixFamily } from '../address/prefix.ts';
import type { Topology } from '../topology/topology.ts';
import type { Vpc } from '../topology/underlay.ts';

/** What belongs to a VPC: its ranges, and those of its subnets that somebody has put outside of these. IPv4. */
export function rangesOf({ segments }: Topology, vpc: Vpc): readonly Prefix[] {
  const own = vpc.cidrs.map(({ value }) => value);
  const subnets = segments.filter((segment) => segment.vpc === vpc.id).flatMap(({ cidrs }) => cidrs);
  const astray = subnets.map(({ value }) => value).filter((range) => !own.some((wide) => containsPrefix(wide, range)));
  return [...own, ...astray].filter((range) => prefixFamily(range) === 4);
}
