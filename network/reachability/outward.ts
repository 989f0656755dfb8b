import { namedPorts } from '../topology/policy-matching.ts';
import { addAll, type Bits, emptyBits, forEachBit, putBit } from './bits.ts';
import { lookupPorts, type PeerSet } from './party.ts';
import type { Plan } from './plan.ts';
import { hasPosition, positionOf } from './port-set.ts';
import type { CompiledRule } from './rules.ts';

interface Part {
  readonly sources: Bits;
  readonly destinations: Bits;
}

/** What sources let out at a port. */
export class Outward {
  readonly #plan: Plan;
  /** Sources that may go anywhere. */
  readonly everywhere: Bits;
  readonly #parts = new Map<PeerSet | string, Part>();

  constructor(plan: Plan) {
    this.#plan = plan;
    this.everywhere = emptyBits(plan.table.capacity);
    plan.table.members.forEach((member, source) => {
      if (member) this.#enter(source);
    });
  }

  /** Sources and where they may go, for sources that may not go everywhere. Parts overlap. */
  forEachPart(visit: (sources: Bits, destinations: Bits) => void): void {
    for (const { sources, destinations } of this.#parts.values()) visit(sources, destinations);
  }

  /** Where one source may go. */
  destinationsOf(source: number): Bits {
    const { table, sides, peers } = this.#plan;
    const found = emptyBits(table.capacity);
    const group = sides.outward.of[source]!;
    if (group < 0) return found.fill(~0);
    for (const rule of sides.outward.groups[group]!) {
      if (this.#hasNumber(rule)) addAll(found, peers.of(rule.peers));
      else if (rule.names.length > 0) addAll(found, this.#named(rule));
    }
    return found;
  }

  #enter(source: number): void {
    const { of, groups } = this.#plan.sides.outward;
    if (of[source]! < 0) putBit(this.everywhere, source, true);
    else for (const rule of groups[of[source]!]!) this.#enterRule(source, rule);
  }

  /** Rules with the same peers are one part, whichever policies they stand in: `to` the DNS pods is in many. */
  #enterRule(source: number, rule: CompiledRule): void {
    const { peers } = this.#plan;
    if (!this.#hasNumber(rule)) {
      if (rule.names.length > 0) this.#add(rule.key, source, () => this.#named(rule));
    } else if (rule.peers.all) putBit(this.everywhere, source, true);
    else this.#add(rule.peers, source, () => peers.of(rule.peers));
  }

  #add(key: PeerSet | string, source: number, destinations: () => Bits): void {
    let part = this.#parts.get(key);
    if (!part) {
      part = { sources: emptyBits(this.#plan.table.capacity), destinations: destinations() };
      this.#parts.set(key, part);
    }
    putBit(part.sources, source, true);
  }

  #hasNumber({ numbers }: CompiledRule): boolean {
    return hasPosition(numbers, this.#plan.position);
  }

  /** Peers of the rule that give one of its names this port. */
  #named({ peers: set, names }: CompiledRule): Bits {
    const { table, peers, position } = this.#plan;
    const found = emptyBits(table.capacity);
    forEachBit(peers.of(set), (index) => {
      const ports = lookupPorts(table.members[index]!.party);
      const leads = names.some((name) => namedPorts(name, ports).some((port) => positionOf(port) === position));
      if (leads) putBit(found, index, true);
    });
    return found;
  }
}
