import { addressAt } from '../../address/address.ts';
import { prefix } from '../../address/parse.ts';
import { containsPrefix, type Prefix, prefixFamily } from '../../address/prefix.ts';
import { nextFreeBlock, RangeSet } from '../../address/ranges.ts';
import { DOCKER0 } from '../../address/special.ts';
import type { Topology } from '../../topology/topology.ts';
import { declaredRanges } from './declared-ranges.ts';

/** Ranges for private use: RFC 1918 section 3, and RFC 4193 section 3.1 with the L bit set. */
const PRIVATE = {
  4: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(prefix),
  6: ['fd00::/8'].map(prefix),
} as const;

/**
 * The next private block that collides with nothing the model declares: as long as the given one, or, down to `smallest`,
 * the largest there is. It follows the given block where that one is private, so that a plan stays together.
 */
export function nextPrivateBlock(topology: Topology, near: Prefix, smallest = near.length): Prefix | undefined {
  const { vpcs, others } = declaredRanges(topology);
  // docker0 is free in the model, yet on most machines it is not.
  const taken = new RangeSet([...vpcs, ...others, DOCKER0]);
  for (let length = near.length; length <= smallest; length++) {
    const block = blockNear(near, length, PRIVATE[prefixFamily(near)], taken);
    if (block) return block;
  }
  return undefined;
}

/** The next block of the size in one of the ranges that overlaps nothing declared but VPCs, where subnets live. */
export function nextBlockWithin(topology: Topology, near: Prefix, ranges: readonly Prefix[]): Prefix | undefined {
  const sameFamily = ranges.filter((range) => prefixFamily(range) === prefixFamily(near));
  return blockNear(near, near.length, sameFamily, new RangeSet(declaredRanges(topology).others));
}

function blockNear(near: Prefix, length: number, ranges: readonly Prefix[], taken: RangeSet): Prefix | undefined {
  const home = ranges.find((range) => containsPrefix(range, near));
  const after = home && nextFreeBlock(home, length, taken, addressAt(near.last, 1));
  if (after) return after;
  for (const range of home ? [home, ...ranges] : ranges) {
    const block = nextFreeBlock(range, length, taken);
    if (block) return block;
  }
  return undefined;
}
