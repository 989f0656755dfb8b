import { type Bits, hasBit } from './bits.ts';
import { NamedDestinations } from './named-destinations.ts';
import type { Plan } from './plan.ts';
import { hasPosition } from './port-set.ts';

/** What sources let out at a port, pair by pair: for the few rows and columns that an update works out anew. */
export class LettingOut {
  readonly #plan: Plan;
  readonly #named: NamedDestinations;
  readonly #sets: (readonly Bits[])[] = [];

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#named = new NamedDestinations(plan);
  }

  /** Tells which sources let out to a destination. */
  to(destination: number): (source: number) => boolean {
    const { of, groups } = this.#plan.sides.outward;
    const lets = groups.map((_, group) => this.#setsOf(group).some((bits) => hasBit(bits, destination)));
    return (source) => of[source]! < 0 || lets[of[source]!]!;
  }

  /** Tells where a source lets out to. */
  from(source: number): (destination: number) => boolean {
    const group = this.#plan.sides.outward.of[source]!;
    if (group < 0) return () => true;
    const sets = this.#setsOf(group);
    return (destination) => sets.some((bits) => hasBit(bits, destination));
  }

  #setsOf(group: number): readonly Bits[] {
    const { sides, peers, position } = this.#plan;
    let sets = this.#sets[group];
    if (!sets) {
      sets = sides.outward.groups[group]!.flatMap((rule) => {
        if (hasPosition(rule.numbers, position)) return [peers.of(rule.peers)];
        const named = rule.names.length > 0 ? this.#named.of(rule) : undefined;
        return named ? [named] : [];
      });
      this.#sets[group] = sets;
    }
    return sets;
  }
}
