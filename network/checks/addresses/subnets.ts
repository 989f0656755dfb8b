import { containsPrefix, formatPrefix, type Prefix, prefixFamily } from '../../address/prefix.ts';
import type { Sourced } from '../../topology/origin.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Segment, Vpc } from '../../topology/underlay.ts';
import type { Fix } from '../diagnostic.ts';
import { nextBlockWithin } from '../support/next-block.ts';
import { moveAlong, segmentLiterals } from '../support/renumber.ts';
import { segmentWord } from '../support/words.ts';

/** A range of a vSwitch or subnet, with its VPC. */
export interface SubnetRange {
  readonly vpc: Vpc;
  readonly segment: Segment;
  readonly cidr: Sourced<Prefix>;
  /** "vSwitch zone-h (10.0.32.0/20)". */
  readonly words: string;
}

/** The ranges of the subnets of one VPC, in the order of the text. */
export function subnetRanges(topology: Topology, vpc: Vpc): readonly SubnetRange[] {
  return topology.segments
    .filter((segment) => segment.vpc === vpc.id)
    .flatMap((segment) =>
      segment.cidrs.map((cidr) => ({
        vpc,
        segment,
        cidr,
        words: `${segmentWord(topology, segment)} ${segment.name} (${formatPrefix(cidr.value)})`,
      })),
    );
}

/** Outside every range of its VPC. A VPC that says no range of the family says nothing about it either. */
export function isOutside({ vpc, cidr }: SubnetRange): boolean {
  const ranges = vpc.cidrs.filter((range) => prefixFamily(range.value) === prefixFamily(cidr.value));
  return ranges.length > 0 && !ranges.some((range) => containsPrefix(range.value, cidr.value));
}

/** Moves a subnet, and the addresses written on it, to the next free block of its VPC. */
export function moveSubnet(topology: Topology, { vpc, segment, cidr }: SubnetRange): Fix[] {
  const block = nextBlockWithin(
    topology,
    cidr.value,
    vpc.cidrs.map((range) => range.value),
  );
  const along = block && moveAlong(segmentLiterals(topology, segment), cidr.value, block);
  if (!block || !along) return [];
  const moved = along.length > 0 ? ', with the addresses written on it' : '';
  const title = `Move ${segmentWord(topology, segment)} ${segment.name} to ${formatPrefix(block)}${moved}`;
  return [{ title, changes: [{ kind: 'set', origin: cidr.origin, value: formatPrefix(block) }, ...along] }];
}
