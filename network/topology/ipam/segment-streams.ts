import { type Address, addressAt, type Family, familyOf } from '../../address/address.ts';
import { prefixOf } from '../../address/prefix.ts';
import { type Range, RangeSet } from '../../address/ranges.ts';
import { entry } from '../grouping.ts';
import type { Topology } from '../topology.ts';
import type { Segment } from '../underlay.ts';
import { nicAddresses, usableRanges } from './nics.ts';

/** Mask length of the prefixes that the AWS CNI has assigned to an interface. */
const DELEGATED = 28;

/** The free addresses of subnets, each given once. */
export class SegmentStreams {
  readonly #topology: Topology;
  readonly #written: readonly Range[];
  readonly #streams = new Map<string, Iterator<Address, void>>();
  readonly #prefixes = new Map<string, Iterator<Address, void>>();
  readonly #given = new Set<Address>();

  /** `written` are addresses that pods say themselves. */
  constructor(topology: Topology, written: readonly Range[]) {
    this.#topology = topology;
    this.#written = written;
  }

  /** The free addresses of a family in one direction: the same stream for everybody who asks for it. */
  of(segment: Segment, family: Family, downwards: boolean): Iterator<Address, void> {
    const key = `${segment.id} ${family} ${downwards}`;
    const make = () =>
      freeAddresses(this.#taken(segment, family), this.#usable(segment, family), downwards, this.#given);
    return entry(this.#streams, key, make);
  }

  /** The first address of the last free /28. */
  nextPrefix(segment: Segment): Address | undefined {
    const make = () => freePrefixes(this.#taken(segment, 4), this.#usable(segment, 4), this.#given);
    return entry(this.#prefixes, segment.id, make).next().value ?? undefined;
  }

  #taken(segment: Segment, family: Family): RangeSet {
    const inUse = RangeSet.ofAddresses(nicAddresses(this.#topology).inUse(segment.id));
    return new RangeSet([...this.#written, ...inUse.ranges(family)]);
  }

  #usable(segment: Segment, family: Family): readonly Range[] {
    return usableRanges(this.#topology, segment).filter((range) => familyOf(range.first) === family);
  }
}

function* freeAddresses(taken: RangeSet, ranges: readonly Range[], downwards: boolean, given: Set<Address>) {
  for (const range of ranges) {
    for (const address of downwards ? taken.freeDownwards(range) : taken.free(range)) {
      if (given.has(address)) continue;
      given.add(address);
      yield address;
    }
  }
}

/** Whole /28s from the end of each range, past those of which anything is in use. */
function* freePrefixes(taken: RangeSet, ranges: readonly Range[], given: Set<Address>): Generator<Address> {
  for (const range of ranges) {
    let block = prefixOf(range.last, DELEGATED);
    for (; block.first >= range.first; block = prefixOf(addressAt(block.first, -1), DELEGATED)) {
      if (block.last > range.last || taken.overlapping(block)) continue;
      const all = Array.from({ length: 16 }, (_, index) => addressAt(block.first, index));
      if (all.some((address) => given.has(address))) continue;
      for (const address of all) given.add(address);
      yield block.first;
    }
  }
}
