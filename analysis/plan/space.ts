import { bitsOf } from '../../network/address/address.ts';
import { formatPrefix, type Prefix, prefixFamily, prefixSize } from '../../network/address/prefix.ts';
import { nextFreeBlock, type RangeSet } from '../../network/address/ranges.ts';

/** A range and how much of it is taken; numbers are addresses. */
export interface Space {
  readonly cidr: string;
  readonly size: number;
  readonly used: number;
  readonly free: number;
  /** The largest block of which no address is taken, the first of equals. */
  readonly largestFree: string | null;
}

/** How much of a range is taken. */
export function spaceOf(range: Prefix, taken: RangeSet): Space {
  const size = prefixSize(range);
  const used = taken.countIn(range);
  return { cidr: formatPrefix(range), size, used, free: size - used, largestFree: largestFree(range, taken) };
}

/** The largest block of a range of which nothing is taken, the first of equals; null where all is taken. */
export function largestFree(range: Prefix, taken: RangeSet): string | null {
  for (let length = range.length; length <= bitsOf(prefixFamily(range)); length++) {
    const block = nextFreeBlock(range, length, taken);
    if (block) return formatPrefix(block);
  }
  return null;
}
