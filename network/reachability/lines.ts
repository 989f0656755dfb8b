import { AtPort, addSparse } from './at-port.ts';
import { type Bits, hasBit, keepCommon } from './bits.ts';
import type { Plan } from './plan.ts';
import { hasPosition, type PortSet } from './port-set.ts';
import { portsOn } from './rules.ts';
import type { Side } from './sides.ts';

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
  if (live.length === 0) return [];
  const lines = live.map((index): Line => {
    const line = portlessLine(plans[0]!, index, others);
    return { index, at: plans.map(() => line.slice()) };
  });
  addGrants(plans, lines, others);
  plans.forEach((plan, port) => {
    plan.room.clear();
    const side = new AtPort(plan, own);
    for (const { index, at } of lines) keepCommon(at[port]!, side.othersOf(index) ?? table.postings.everyone);
  });
  return lines;
}

/** Who admits the class whatever the port is. */
function portlessLine({ peers, space }: Plan, index: number, { open, usesByPorts }: Side): Bits {
  const line = open.slice();
  for (const { grant, members } of usesByPorts.get(space.all) ?? []) {
    if (hasBit(peers.of(grant.peers), index)) addSparse(line, members);
  }
  return line;
}

/** Adds what depends on the port. Names are looked up on the class. */
function addGrants(plans: readonly Plan[], lines: readonly Line[], { usesByPorts }: Side): void {
  const { peers, space, table } = plans[0]!;
  for (const [numbers, uses] of usesByPorts) {
    if (numbers === space.all) continue;
    const numbered = portsIn(numbers, plans);
    for (const { grant, members } of uses) {
      const admitted = peers.of(grant.peers);
      for (const { index, at } of lines) {
        if (!hasBit(admitted, index)) continue;
        const isNamed = grant.names.length > 0;
        const ports = isNamed ? portsIn(portsOn(grant, table.members[index]!.party, space), plans) : numbered;
        for (const port of ports) addSparse(at[port]!, members);
      }
    }
  }
}

/** Which of the ports a set has. */
function portsIn(set: PortSet, plans: readonly Plan[]): number[] {
  return plans.flatMap(({ position }, port) => (hasPosition(set, position) ? [port] : []));
}
