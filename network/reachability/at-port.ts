import { addAll, type Bits, type BitsPool, emptyBits, putBit, type Sparse, sparseOf } from './bits.ts';
import { NamedDestinations } from './named-destinations.ts';
import type { Base, Plan } from './plan.ts';
import { hasPosition, type PortSet } from './port-set.ts';
import type { Grant, Side, Use } from './sides.ts';

/** Classes that may all come from, or go to, the same others. */
export interface Part {
  readonly members: Sparse;
  readonly others: Bits;
}

/** What one side lets in, or lets out, at a port; until the plan's room is wanted for another one. */
export class AtPort {
  readonly #plan: Plan;
  readonly #side: Side;
  readonly #named: NamedDestinations;
  readonly #others: (Bits | undefined)[] = [];
  readonly #base: Base | undefined;

  /** With a `base` what that says is not worked out again. */
  constructor(plan: Plan, side: Side, base?: Base) {
    this.#plan = plan;
    this.#side = side;
    this.#base = base;
    this.#named = new NamedDestinations(plan);
  }

  /** Whom a class lets in or out to; undefined where no policy isolates it. Not to be written to: groups share it. */
  othersOf(index: number): Bits | undefined {
    const group = this.#side.of[index]!;
    if (group < 0) return undefined;
    this.#others[group] ??= this.#unionOf(group);
    return this.#others[group];
  }

  /** Classes that may let somebody in or out: live ones without those whose policies grant nothing here. */
  receptive(): Bits {
    const found = this.#plan.table.postings.everyone.slice();
    this.#side.forEachGroup((group, members) => {
      const uses = this.#side.grantsOf(group);
      if (uses.some(({ grant }) => grant.names.length > 0 || this.#hasNumber(grant))) return;
      for (const index of members) putBit(found, index, false);
    });
    return found;
  }

  /** Every grant with some numbers that holds here; those to everybody are one part. */
  parts(isAsked: (numbers: PortSet) => boolean): Part[] {
    const parts: Part[] = [];
    const everywhere = emptyBits(this.#plan.table.capacity);
    for (const [numbers, uses] of this.#side.usesByPorts) {
      if (!isAsked(numbers)) continue;
      const isHere = hasPosition(numbers, this.#plan.position);
      for (const { grant, members } of isHere ? uses : withNames(uses)) {
        if (grant.peers.all && isHere) addSparse(everywhere, members);
        else {
          const others = this.#bitsOf(grant);
          if (others) parts.push({ members, others });
        }
      }
    }
    const members = sparseOf(everywhere);
    return members.places.length === 0 ? parts : [...parts, { members, others: this.#plan.table.postings.everyone }];
  }

  #unionOf(group: number): Bits {
    const [uses, base, { room }] = [this.#side.grantsOf(group), this.#base, this.#plan];
    if (!base) return this.#add(undefined, uses, room) ?? room.take();
    base.admitted[group] ??= this.#add(undefined, uses, base.room, true) ?? base.room.take();
    return this.#add(base.admitted[group], uses, room, false)!;
  }

  /** Adds whom grants mean here to a set, which is not written to; only of those that the base has, or has not. */
  #add(first: Bits | undefined, uses: readonly Use[], room: BitsPool, isInBase?: boolean): Bits | undefined {
    let union: Bits | undefined;
    for (const { grant } of uses) {
      if (isInBase !== undefined && this.#base!.sets.has(grant.numbers) !== isInBase) continue;
      const bits = this.#bitsOf(grant);
      if (!bits) continue;
      if (first) {
        union ??= room.copyOf(first);
        addAll(union, bits);
      } else first = bits;
    }
    return union ?? first;
  }

  /** Whom a grant means at this port; undefined when it says nothing of it. */
  #bitsOf(grant: Grant): Bits | undefined {
    if (this.#hasNumber(grant)) return this.#plan.peers.of(grant.peers);
    return grant.names.length > 0 ? this.#named.of(grant) : undefined;
  }

  #hasNumber({ numbers }: Grant): boolean {
    return numbers === this.#plan.space.all || hasPosition(numbers, this.#plan.position);
  }
}

const withNames = (uses: Iterable<Use>) => [...uses].filter(({ grant }) => grant.names.length > 0);

export function addSparse(bits: Bits, { places, masks }: Sparse): void {
  for (let i = 0; i < places.length; i++) bits[places[i]!]! |= masks[i]!;
}
