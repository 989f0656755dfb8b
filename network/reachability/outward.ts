import type { Bits } from './bits.ts';
import { NamedDestinations } from './named-destinations.ts';
import type { PeerSet } from './party.ts';
import type { Plan } from './plan.ts';
import { hasPosition } from './port-set.ts';
import type { CompiledRule } from './rules.ts';

/** Sources that may all go to the same destinations. */
export interface Part {
  readonly sources: readonly number[];
  readonly destinations: Bits;
}

/** Rules to look at: those that say nothing of ports are the same for every port, and worked out once for all. */
export type Share = 'portless' | 'ported';

/** What sources let out at a port. */
export class Outward {
  readonly #plan: Plan;
  readonly #parts = new Map<PeerSet | string, { readonly sources: number[]; readonly destinations: Bits }>();
  readonly #named: NamedDestinations;
  /** Sources that may go anywhere. */
  readonly everywhere: readonly number[];

  constructor(plan: Plan, share: Share) {
    this.#plan = plan;
    this.#named = new NamedDestinations(plan);
    const { of, groups } = plan.sides.outward;
    const everywhere: number[] = [];
    plan.table.members.forEach((member, source) => {
      if (!member) return;
      const rules = of[source]! < 0 ? undefined : groups[of[source]!]!.filter((rule) => this.#isIn(share, rule));
      const isOpen = rules ? rules.some(({ peers }) => peers.all) && this.#opens(rules) : share !== 'ported';
      if (isOpen) everywhere.push(source);
      else for (const rule of rules ?? []) this.#enter(source, rule);
    });
    this.everywhere = everywhere;
  }

  get parts(): Iterable<Part> {
    return this.#parts.values();
  }

  #isIn(share: Share, { numbers }: CompiledRule): boolean {
    return (numbers === this.#plan.space.all) === (share === 'portless');
  }

  #opens(rules: readonly CompiledRule[]): boolean {
    return rules.some((rule) => rule.peers.all && this.#hasNumber(rule));
  }

  /** Rules with the same peers are one part, whichever policies they stand in: `to` the DNS pods is in many. */
  #enter(source: number, rule: CompiledRule): void {
    const hasNumber = this.#hasNumber(rule);
    const key = hasNumber ? rule.peers : rule.key;
    let part = this.#parts.get(key);
    if (!part) {
      const destinations = hasNumber ? this.#plan.peers.of(rule.peers) : this.#named.of(rule);
      if (!destinations) return;
      part = { sources: [], destinations };
      this.#parts.set(key, part);
    }
    if (part.sources.at(-1) !== source) part.sources.push(source);
  }

  #hasNumber({ numbers }: CompiledRule): boolean {
    return numbers === this.#plan.space.all || hasPosition(numbers, this.#plan.position);
  }
}
