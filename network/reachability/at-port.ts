import { addAll, type Bits, emptyBits, putBit, type Sparse } from './bits.ts';
import { NamedDestinations } from './named-destinations.ts';
import type { Plan } from './plan.ts';
import { hasPosition } from './port-set.ts';
import type { Grant, Side, Use } from './sides.ts';

/** Classes that may all come from, or go to, the same others. */
export interface Part {
  readonly members: Sparse;
  readonly others: Bits;
}

/** Grants to look at: those that say nothing of ports are the same for every port, and worked out once for all. */
export type Share = 'portless' | 'ported';

/** What one side lets in, or lets out, at a port. */
export class AtPort {
  readonly #plan: Plan;
  readonly #side: Side;
  readonly #named: NamedDestinations;
  readonly #others: (Bits | undefined)[] = [];
  readonly #nobody: Bits;

  constructor(plan: Plan, side: Side) {
    this.#plan = plan;
    this.#side = side;
    this.#named = new NamedDestinations(plan);
    this.#nobody = emptyBits(plan.table.capacity);
  }

  /** Whom a class lets in or out to; undefined where no policy isolates it. Not to be written to: groups share it. */
  othersOf(index: number): Bits | undefined {
    const group = this.#side.of[index]!;
    if (group < 0) return undefined;
    this.#others[group] ??= this.#union(group);
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

  /** Every grant of the share that holds here, but for those to everybody, whose classes go into `everywhere`. */
  parts(share: Share, everywhere: Bits): Part[] {
    const parts: Part[] = [];
    for (const [numbers, uses] of this.#side.usesByPorts) {
      if ((numbers === this.#plan.space.all) !== (share === 'portless')) continue;
      const isHere = hasPosition(numbers, this.#plan.position);
      for (const { grant, members } of isHere ? uses : withNames(uses)) {
        if (grant.peers.all && isHere) addSparse(everywhere, members);
        else {
          const others = this.#bitsOf(grant);
          if (others) parts.push({ members, others });
        }
      }
    }
    return parts;
  }

  /** Of the grants without names it is remembered for all ports: mostly the same ones hold. */
  #union(group: number): Bits {
    const uses = this.#side.grantsOf(group);
    const here = uses.filter(({ grant }) => this.#hasNumber(grant));
    if (uses.length > 31 || uses.some(({ grant }) => grant.names.length > 0)) {
      return this.#addTo(emptyBits(this.#plan.table.capacity), uses);
    }
    if (here.length === 0) return this.#nobody;
    if (here.length === 1) return this.#bitsOf(here[0]!.grant)!;
    const which = uses.reduce((mask, use, i) => (here.includes(use) ? mask | (1 << i) : mask), 0);
    return this.#plan.unions.of(uses, which, (union) => this.#addTo(union, here));
  }

  #addTo(union: Bits, uses: readonly Use[]): Bits {
    for (const { grant } of uses) {
      const bits = this.#bitsOf(grant);
      if (bits) addAll(union, bits);
    }
    return union;
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
