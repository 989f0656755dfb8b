import { overlappingPairs } from '../../address/overlap.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic, placeOf } from '../support/place.ts';
import { isOutside, moveSubnet, type SubnetRange, subnetRanges } from './subnets.ts';

export const subnetOverlap: Check = {
  code: 'SUBNET-OVERLAP',
  severity: 'error',
  summary: 'Two vSwitches or subnets of one VPC overlap',
  *run({ topology, stop }) {
    for (const vpc of topology.vpcs) {
      if (stop()) return;
      // SUBNET-OUTSIDE speaks of the ranges that are outside: they have to move anyway.
      const inside = subnetRanges(topology, vpc).filter((range) => !isOutside(range));
      for (const [later, earlier] of clashes(inside)) {
        const [first] = earlier;
        yield diagnostic(this, {
          message: `${later.words} of VPC ${vpc.name} overlaps ${first!.words}: one address would be in both`,
          origin: placeOf(later.cidr, later.segment),
          related: earlier.map((range) => ({ origin: placeOf(range.cidr, range.segment), message: range.words })),
          fixes: moveSubnet(topology, later),
        });
      }
    }
  },
};

/** For every range that overlaps earlier ones: those, in the order of the text. */
function clashes(ranges: readonly SubnetRange[]): Map<SubnetRange, SubnetRange[]> {
  const found = new Map<SubnetRange, SubnetRange[]>();
  for (const [earlier, later] of overlappingPairs(ranges, (range) => range.cidr.value)) {
    // Two declarations of one name are DUPLICATE-NAME's.
    if (earlier.segment.id === later.segment.id) continue;
    found.set(later, [...(found.get(later) ?? []), earlier]);
  }
  const position = new Map(ranges.map((range, index) => [range, index]));
  const byPosition = (a: SubnetRange, b: SubnetRange) => position.get(a)! - position.get(b)!;
  const sorted = [...found].sort(([a], [b]) => byPosition(a, b));
  return new Map(sorted.map(([later, earlier]) => [later, earlier.sort(byPosition)]));
}
