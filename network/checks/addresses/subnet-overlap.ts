import { overlappingPairs } from '../../address/overlap.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic, placeOf } from '../support/place.ts';
import { listed } from '../support/words.ts';
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
      for (const { range, others } of culprits(inside)) {
        const related = others.map((other) => ({ origin: placeOf(other.cidr, other.segment), message: other.words }));
        yield diagnostic(this, {
          message: `${range.words} of VPC ${vpc.name} overlaps ${listed(others.map((other) => other.words))}: one address would be in both`,
          origin: placeOf(range.cidr, range.segment),
          related,
          fixes: moveSubnet(topology, range),
        });
      }
    }
  },
};

interface Culprit {
  readonly range: SubnetRange;
  /** What it overlaps, in the order of the text. */
  readonly others: readonly SubnetRange[];
}

/**
 * The ranges that would have to move for none to overlap: first the one that overlaps most others (a mask too wide
 * swallows its neighbours, and is one mistake), of equals the later in the text.
 */
function culprits(ranges: readonly SubnetRange[]): readonly Culprit[] {
  const clashes = clashesOf(ranges);
  const found: Culprit[] = [];
  for (;;) {
    let worst: SubnetRange | undefined;
    for (const [range, others] of clashes) {
      if (others.size > 0 && (!worst || others.size >= clashes.get(worst)!.size)) worst = range;
    }
    if (!worst) return found.sort((a, b) => ranges.indexOf(a.range) - ranges.indexOf(b.range));
    const others = clashes.get(worst)!;
    found.push({ range: worst, others: ranges.filter((range) => others.has(range)) });
    for (const other of others) clashes.get(other)!.delete(worst);
    clashes.delete(worst);
  }
}

/** What each range overlaps. */
function clashesOf(ranges: readonly SubnetRange[]): Map<SubnetRange, Set<SubnetRange>> {
  const clashes = new Map(ranges.map((range) => [range, new Set<SubnetRange>()]));
  for (const [a, b] of overlappingPairs(ranges, (range) => range.cidr.value)) {
    // Two declarations of one name are DUPLICATE-NAME's.
    if (a.segment.id === b.segment.id) continue;
    clashes.get(a)!.add(b);
    clashes.get(b)!.add(a);
  }
  return clashes;
}
