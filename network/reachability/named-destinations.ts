import type { PortRange } from '../topology/ports.ts';
import { addAll, type Bits, emptyBits, keepCommon, putBit } from './bits.ts';
import type { Plan } from './plan.ts';
import type { Grant } from './sides.ts';

/** On which destinations names lead to the port at hand. */
export class NamedDestinations {
  readonly #plan: Plan;
  readonly #leading = new Map<string, Bits | undefined>();

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** Peers of a rule that give one of its names this port; undefined when there are none. */
  of({ peers: set, names }: Grant): Bits | undefined {
    const leading = names.map((name) => this.#of(name)).filter((bits) => bits !== undefined);
    if (leading.length === 0) return undefined;
    const found = emptyBits(this.#plan.table.capacity);
    for (const bits of leading) addAll(found, bits);
    keepCommon(found, this.#plan.peers.of(set));
    return found;
  }

  #of(name: PortRange): Bits | undefined {
    const key = `${name.protocol} ${name.name}`;
    if (!this.#leading.has(key)) this.#leading.set(key, this.#lookUp(name));
    return this.#leading.get(key);
  }

  #lookUp(name: PortRange): Bits | undefined {
    const { sides, table, position } = this.#plan;
    const found = [...sides.named.leadingTo(name, position)];
    if (found.length === 0) return undefined;
    const bits = emptyBits(table.capacity);
    for (const index of found) putBit(bits, index, true);
    return bits;
  }
}
