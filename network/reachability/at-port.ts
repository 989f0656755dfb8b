import { addAll, type Bits, emptyBits, type Sparse } from './bits.ts';
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
export type Share = 'portless' | 'ported' | 'all';

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
    this.#others[group] ??= this.#union(this.#side.grantsOf(group));
    return this.#others[group];
  }

  /** Classes that let anybody in or out: live ones without those whose policies grant nothing here. */
  receptive(): Bits {
    const found = this.#plan.table.postings.everyone.slice();
    this.#side.forEachGroup((group, members) => {
      if (this.#side.grantsOf(group).some(({ grant }) => this.#bitsOf(grant))) return;
      for (const index of members) found[index >>> 5]! &= ~(1 << (index & 31));
    });
    return found;
  }

  /** Every grant of the share that holds here, but for those to everybody, whose classes go into `everywhere`. */
  parts(share: Share, everywhere: Bits): Part[] {
    const parts: Part[] = [];
    for (const use of this.#side.uses) {
      if (!this.#isIn(share, use)) continue;
      if (use.grant.peers.all && this.#hasNumber(use.grant)) addSparse(everywhere, use.members);
      else {
        const others = this.#bitsOf(use.grant);
        if (others) parts.push({ members: use.members, others });
      }
    }
    return parts;
  }

  #isIn(share: Share, { grant: { numbers } }: Use): boolean {
    return share === 'all' || (numbers === this.#plan.space.all) === (share === 'portless');
  }

  #union(uses: readonly Use[]): Bits {
    const found = uses.map(({ grant }) => this.#bitsOf(grant)).filter((bits) => bits !== undefined);
    if (found.length < 2) return found[0] ?? this.#nobody;
    const union = found[0]!.slice();
    for (const bits of found.slice(1)) addAll(union, bits);
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

export function addSparse(bits: Bits, { places, masks }: Sparse): void {
  for (let i = 0; i < places.length; i++) bits[places[i]!]! |= masks[i]!;
}
