import { AtPort, type Part } from './at-port.ts';
import { BitsPool, forEachBit } from './bits.ts';
import { forEachBlock, scatter } from './blocks.ts';
import type { Base, Plan } from './plan.ts';
import { isWholeProtocol, type PortSet } from './port-set.ts';

/** Bases are worked out when asked for, and hold until an update. */
export class Bases {
  /** Undefined where it has been asked for once. */
  readonly #known = new Map<string, Base | undefined>();

  /** The base of a port; undefined for the first port of several that have it: who asks for one port only needs none. */
  at(plan: Plan): Base | undefined {
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
    const base = this.#known.get(key) ?? (this.#known.has(key) ? baseOf(plan, sets) : undefined);
    this.#known.set(key, base);
    return base;
  }
}

/** Whom sources that nothing isolates and these ports' rules let out to. */
function baseOf(plan: Plan, sets: ReadonlySet<PortSet>): Base {
  const { open } = plan.sides.outward;
  const words = new Uint32Array(open.length * 32 * open.length);
  forEachBit(plan.table.postings.everyone, (row) => words.set(open, row * open.length));
  const parts = new AtPort(plan, plan.sides.outward).parts((numbers) => sets.has(numbers));
  addParts(words, plan, parts);
  return { sets, words, admitted: [], room: new BitsPool(plan.table.capacity) };
}

function addParts(words: Uint32Array, { table }: Plan, parts: readonly Part[]): void {
  const { everyone } = table.postings;
  const size = 32 * everyone.length;
  forEachBlock(everyone, (block, rows) => {
    scatter(words.subarray(block * size, (block + 1) * size), parts, block, rows);
  });
}
