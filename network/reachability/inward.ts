import { addAll, type Bits, emptyBits, hasBit } from './bits.ts';
import type { Plan } from './plan.ts';
import { hasPosition } from './port-set.ts';

/** What destinations let in at a port. */
export class Inward {
  readonly #plan: Plan;
  readonly #rows: (Bits | undefined)[] = [];
  readonly #sets: (readonly Bits[])[] = [];

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** Whom a destination lets in; undefined where no policy isolates it. Shared by destinations with the same rules. */
  sourcesOf(destination: number): Bits | undefined {
    const group = this.#plan.sides.inward.of[destination]!;
    if (group < 0) return undefined;
    this.#rows[group] ??= this.#union(group);
    return this.#rows[group];
  }

  /** Tells which destinations let a source in. */
  admitting(source: number): (destination: number) => boolean {
    const { of, groups } = this.#plan.sides.inward;
    const admits = groups.map((_, group) => this.#setsOf(group).some((bits) => hasBit(bits, source)));
    return (destination) => of[destination]! < 0 || admits[of[destination]!]!;
  }

  #union(group: number): Bits {
    const row = emptyBits(this.#plan.table.capacity);
    for (const bits of this.#setsOf(group)) addAll(row, bits);
    return row;
  }

  /** Looked up once for each group: an update asks of many sources. */
  #setsOf(group: number): readonly Bits[] {
    const { sides, peers, position } = this.#plan;
    let sets = this.#sets[group];
    if (!sets) {
      const rules = sides.inward.groups[group]!.filter(({ ports }) => hasPosition(ports, position));
      sets = rules.map((rule) => peers.of(rule.peers));
      this.#sets[group] = sets;
    }
    return sets;
  }
}
