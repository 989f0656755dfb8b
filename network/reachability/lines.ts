import { AtPort, addSparse } from './at-port.ts';
import { type Bits, hasBit, keepCommon } from './bits.ts';
import type { Plan } from './plan.ts';
import { hasPosition, type PortSet } from './port-set.ts';
import { portsOn } from './rules.ts';
import type { Grant, Side } from './sides.ts';

/** Of one class, for each of several ports the others with whom it may talk in one direction. */
export interface Line {
  readonly index: number;
  readonly at: readonly Bits[];
}

/**
 * Rows, or columns, of some classes: those of the others that the classes' `own` side admits and that admit them. Every rule
 * is looked at once, however many ports there are.
 */
export function linesOf(plans: readonly Plan[], indices: Iterable<number>, own: Side, others: Side): Line[] {
  const { table } = plans[0]!;
  const live = [...indices].filter((index) => table.members[index] !== undefined);
  const lines = live.map((index): Line => ({ index, at: plans.map(() => others.open.slice()) }));
  addGrants(plans, lines, others);
  plans.forEach((plan, port) => {
    plan.room.clear();
    const side = new AtPort(plan, own);
    for (const { index, at } of lines) keepCommon(at[port]!, side.othersOf(index) ?? table.postings.everyone);
  });
  return lines;
}

function addGrants(plans: readonly Plan[], lines: readonly Line[], others: Side): void {
  const { peers } = plans[0]!;
  const portsOf = new PortsOf(plans);
  for (const { grant, members } of others.uses) {
    const admitted = peers.of(grant.peers);
    for (const { index, at } of lines) {
      if (!hasBit(admitted, index)) continue;
      for (const port of portsOf.grant(grant, index)) addSparse(at[port]!, members);
    }
  }
}

/** Which of the ports a grant holds on; its names are looked up on the class. */
class PortsOf {
  readonly #plans: readonly Plan[];
  readonly #known = new Map<PortSet, readonly number[]>();

  constructor(plans: readonly Plan[]) {
    this.#plans = plans;
  }

  grant(grant: Grant, index: number): readonly number[] {
    const { table, space } = this.#plans[0]!;
    const set = portsOn(grant, table.members[index]!.party, space);
    let ports = this.#known.get(set);
    if (!ports) {
      ports = this.#plans.flatMap(({ position }, port) => (hasPosition(set, position) ? [port] : []));
      this.#known.set(set, ports);
    }
    return ports;
  }
}
