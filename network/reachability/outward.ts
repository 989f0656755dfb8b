import { namedPorts } from '../topology/policy-matching.ts';
import type { PortRange } from '../topology/ports.ts';
import { addAll, type Bits, emptyBits, keepCommon, putBit } from './bits.ts';
import type { PeerSet } from './party.ts';
import type { Plan } from './plan.ts';
import { hasPosition, positionOf } from './port-set.ts';
import type { CompiledRule } from './rules.ts';

/** Sources that may all go to the same destinations. */
export interface Part {
  readonly sources: readonly number[];
  readonly destinations: Bits;
}

/** Rules to look at: those that say nothing of ports are the same for every port, and worked out once for all. */
export type Share = 'portless' | 'ported' | 'all';

/** What sources let out at a port. */
export class Outward {
  readonly #plan: Plan;
  readonly #parts = new Map<PeerSet | string, { readonly sources: number[]; readonly destinations: Bits }>();
  readonly #named = new Map<string, Bits | undefined>();
  /** Sources that may go anywhere. */
  readonly everywhere: readonly number[];

  constructor(plan: Plan, share: Share) {
    this.#plan = plan;
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

  /** Where one source may go. */
  destinationsOf(source: number): Bits {
    const { table, sides, peers } = this.#plan;
    const found = emptyBits(table.capacity);
    const group = sides.outward.of[source]!;
    if (group < 0) return found.fill(~0);
    for (const rule of sides.outward.groups[group]!) {
      const destinations = this.#hasNumber(rule) ? peers.of(rule.peers) : this.#byName(rule);
      if (destinations) addAll(found, destinations);
    }
    return found;
  }

  #isIn(share: Share, { numbers }: CompiledRule): boolean {
    return share === 'all' || (numbers === this.#plan.space.all) === (share === 'portless');
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
      const destinations = hasNumber ? this.#plan.peers.of(rule.peers) : this.#byName(rule);
      if (!destinations) return;
      part = { sources: [], destinations };
      this.#parts.set(key, part);
    }
    if (part.sources.at(-1) !== source) part.sources.push(source);
  }

  #hasNumber({ numbers }: CompiledRule): boolean {
    return numbers === this.#plan.space.all || hasPosition(numbers, this.#plan.position);
  }

  /** Peers of a rule that give one of its names this port; undefined when there are none. */
  #byName({ peers: set, names }: CompiledRule): Bits | undefined {
    const leading = names.map((name) => this.#leading(name)).filter((bits) => bits !== undefined);
    if (leading.length === 0) return undefined;
    const found = emptyBits(this.#plan.table.capacity);
    for (const bits of leading) addAll(found, bits);
    keepCommon(found, this.#plan.peers.of(set));
    return found;
  }

  /** Pods on which a name leads to this port. */
  #leading(name: PortRange): Bits | undefined {
    const key = `${name.protocol} ${name.name}`;
    if (!this.#named.has(key)) this.#named.set(key, this.#lookUp(name));
    return this.#named.get(key);
  }

  #lookUp(name: PortRange): Bits | undefined {
    const { sides, table, position } = this.#plan;
    const found = emptyBits(table.capacity);
    let isEmpty = true;
    for (const [index, ports] of sides.named) {
      if (!namedPorts(name, ports).some((port) => positionOf(port) === position)) continue;
      putBit(found, index, true);
      isEmpty = false;
    }
    return isEmpty ? undefined : found;
  }
}
