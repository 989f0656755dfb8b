import { AtPort, type Part } from './at-port.ts';
import { BitsPool, forEachBit } from './bits.ts';
import { forEachBlock, scatter } from './blocks.ts';
import type { Base, Plan } from './plan.ts';
import { isWholeProtocol, type PortSet } from './port-set.ts';

/** Bases are worked out when asked for, and hold until an update. */
export class Bases {
  readonly #bottom: Base;
  readonly #known = new Map<string, Base>();

  constructor(plan: Plan) {
    const { open } = plan.sides.outward;
    const words = new Uint32Array(open.length * 32 * open.length);
    forEachBit(plan.table.postings.everyone, (row) => words.set(open, row * open.length));
    this.#bottom = made(plan, new Set([plan.space.all]), words);
    addParts(
      words,
      plan,
      new AtPort(plan, plan.sides.outward).parts((numbers) => numbers === plan.space.all),
    );
  }

  /** The base of a port. */
  at(plan: Plan): Base {
    const { inward, outward } = plan.sides;
    const sets = new Set(
      [...inward.usesByPorts.keys(), ...outward.usesByPorts.keys()].filter((set) =>
        isWholeProtocol(set, plan.position),
      ),
    );
    const key = [...sets]
      .map(({ id }) => id)
      .sort((a, b) => a - b)
      .join();
    const base = this.#known.get(key) ?? this.#make(plan, sets);
    this.#known.set(key, base);
    return base;
  }

  #make(plan: Plan, sets: ReadonlySet<PortSet>): Base {
    const { outward } = plan.sides;
    const more = new AtPort(plan, outward).parts((numbers) => numbers !== plan.space.all && sets.has(numbers));
    if (more.length === 0) return made(plan, sets, this.#bottom.words);
    const words = this.#bottom.words.slice();
    addParts(words, plan, more);
    return made(plan, sets, words);
  }
}

function made({ table }: Plan, sets: ReadonlySet<PortSet>, words: Uint32Array): Base {
  return { sets, words, admitted: [], room: new BitsPool(table.capacity) };
}

function addParts(words: Uint32Array, { table }: Plan, parts: readonly Part[]): void {
  const { everyone } = table.postings;
  const size = 32 * everyone.length;
  forEachBlock(everyone, (block, rows) => {
    scatter(words.subarray(block * size, (block + 1) * size), parts, block, rows);
  });
}
