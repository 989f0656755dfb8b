import { AtPort, addSparse } from './at-port.ts';
import { type Bits, hasBit, keepCommon, meets, sparse } from './bits.ts';
import type { Plan } from './plan.ts';
import { hasPosition, type PortSet } from './port-set.ts';
import { portsOn } from './rules.ts';
import type { Side, Use } from './sides.ts';

/** Classes, each with the ports that are asked for: their places in the list of plans. */
export type Asked = ReadonlyMap<number, readonly number[]>;

/** Of one class, for each of several ports the others with whom it may talk in one direction; undefined where not asked for. */
export interface Line {
  readonly index: number;
  readonly at: readonly (Bits | undefined)[];
}

/**
 * Rows, or columns, of live classes: those of the others that the classes' `own` side admits and that admit them. Every rule
 * is looked at once, however many ports there are.
 */
export function linesOf(plans: readonly Plan[], asked: Asked, own: Side, others: Side): Line[] {
  const { members, postings } = plans[0]!.table;
  const live = [...asked.keys()]
    .filter((index) => members[index] && asked.get(index)!.length > 0)
    .sort((a, b) => a - b);
  if (live.length === 0) return [];
  const lines = portlessLines(plans[0]!, live, others).map((line, i) => lineOf(live[i]!, line, asked.get(live[i]!)!));
  addGrants(plans, lines, others);
  plans.forEach((plan, port) => {
    plan.room.clear();
    const side = new AtPort(plan, own);
    for (const { index, at } of lines) if (at[port]) keepCommon(at[port], side.othersOf(index) ?? postings.everyone);
  });
  return lines;
}

function lineOf(index: number, portless: Bits, ports: readonly number[]): Line {
  const at: (Bits | undefined)[] = [];
  for (const port of ports) at[port] = portless.slice();
  return { index, at };
}

/** Who admits the classes whatever the port is. */
function portlessLines(plan: Plan, indices: readonly number[], { open, usesByPorts }: Side): Bits[] {
  const lines = indices.map(() => open.slice());
  forEachAdmitted(plan, indices, usesByPorts.get(plan.space.all) ?? [], ({ members }, i) => {
    addSparse(lines[i]!, members);
  });
  return lines;
}

/** Adds what depends on the port. Names are looked up on the class. */
function addGrants(plans: readonly Plan[], lines: readonly Line[], { usesByPorts }: Side): void {
  const { space, table } = plans[0]!;
  const indices = lines.map(({ index }) => index);
  const portsIn = placesOf(plans);
  for (const [numbers, uses] of usesByPorts) {
    if (numbers === space.all) continue;
    forEachAdmitted(plans[0]!, indices, uses, ({ grant, members }, i) => {
      const { index, at } = lines[i]!;
      const isNamed = grant.names.length > 0;
      const ports = portsIn(isNamed ? portsOn(grant, table.members[index]!.party, space) : numbers);
      for (const port of ports) if (at[port]) addSparse(at[port], members);
    });
  }
}

/** Calls with each grant and the places of those ascending classes that it means. Most mean none of them. */
function forEachAdmitted(
  { peers }: Plan,
  indices: readonly number[],
  uses: Iterable<Use>,
  visit: (use: Use, place: number) => void,
): void {
  const asked = sparse(indices);
  for (const use of uses) {
    const admitted = peers.of(use.grant.peers);
    if (!meets(admitted, asked)) continue;
    for (let i = 0; i < indices.length; i++) if (hasBit(admitted, indices[i]!)) visit(use, i);
  }
}

/** Tells which of the ports a set has; few sets, asked by many grants. */
export function placesOf(plans: readonly Plan[]): (set: PortSet) => readonly number[] {
  const known = new Map<PortSet, readonly number[]>();
  return (set) => {
    let ports = known.get(set);
    if (!ports) {
      ports = [...plans.keys()].filter((port) => hasPosition(set, plans[port]!.position));
      known.set(set, ports);
    }
    return ports;
  };
}
