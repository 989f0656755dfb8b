import { namedPorts } from '../topology/policy-matching.ts';
import type { Member } from './member.ts';
import { lookupPorts } from './party.ts';
import { type PortSet, type PortSpace, positionOf } from './port-set.ts';
import type { CompiledRule } from './rules.ts';

/** Ports that no rule tells apart, wherever they lie. */
export interface Atom {
  /** One of them. */
  readonly position: number;
  readonly ports: PortSet;
}

/** Cuts all ports into atoms: two ports are of one when every rule, on every destination, allows both or neither. */
export function atomsOf(space: PortSpace, rules: Iterable<CompiledRule>, members: Iterable<Member>): Atom[] {
  const { sets, names } = distinct(rules);
  const marks = [...sets].filter((set) => set !== space.all && set !== space.none).map(({ bounds }) => bounds);
  for (const position of positionsOf(names, members)) marks.push([position, position]);
  return gather(space, marks);
}

function distinct(rules: Iterable<CompiledRule>) {
  const sets = new Set<PortSet>();
  const names = new Map<string, CompiledRule['names'][number]>();
  for (const rule of rules) {
    sets.add(rule.numbers);
    for (const name of rule.names) names.set(`${name.protocol} ${name.name}`, name);
  }
  return { sets, names: [...names.values()] };
}

/** Where the names of rules lead, on any pod. */
function positionsOf(names: CompiledRule['names'], members: Iterable<Member>): Set<number> {
  const positions = new Set<number>();
  if (names.length === 0) return positions;
  for (const { party } of members) {
    const ports = lookupPorts(party);
    if (ports.length === 0) continue;
    for (const name of names) for (const port of namedPorts(name, ports)) positions.add(positionOf(port));
  }
  return positions;
}

/** Sweeps over all marks at once; stretches that the same marks cover are one atom. */
function gather(space: PortSpace, marks: readonly (readonly number[])[]): Atom[] {
  const all = [space.all.bounds, ...marks];
  const events = all.flatMap((bounds, mark) =>
    bounds.map((bound, i) => (i % 2 === 0 ? { at: bound, mark, opens: true } : { at: bound + 1, mark, opens: false })),
  );
  events.sort((a, b) => a.at - b.at);
  const stretches = new Map<string, number[]>();
  const open = new Set<number>();
  events.forEach(({ at, mark, opens }, i) => {
    if (opens) open.add(mark);
    else open.delete(mark);
    const next = events[i + 1]?.at;
    if (next === undefined || next === at || !open.has(0)) return;
    const key = [...open].sort((a, b) => a - b).join();
    const bounds = stretches.get(key) ?? [];
    stretches.set(key, bounds);
    bounds.push(at, next - 1);
  });
  return [...stretches.values()].map((bounds) => ({ position: bounds[0]!, ports: space.of(bounds) }));
}
