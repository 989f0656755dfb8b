import type { PortSet, PortSpace } from './port-set.ts';
import type { Grant, Sides } from './sides.ts';

/** Ports that no rule tells apart, wherever they lie. */
export interface Atom {
  /** One of them. */
  readonly position: number;
  readonly ports: PortSet;
}

/** Ranges of positions that some rule, on some destination, tells from all others. */
export interface Marks {
  /** Equal for equal marks. */
  readonly key: string;
  readonly bounds: readonly (readonly number[])[];
}

/** Everything that cuts the ports; ingress rules have looked their names up, those of egress lead wherever they can. */
export function marksOf(space: PortSpace, { inward, outward, named }: Sides): Marks {
  const sets = new Set<PortSet>([...inward.usesByPorts.keys(), ...outward.usesByPorts.keys()]);
  const names = new Map<string, Grant['names'][number]>();
  for (const { grant } of outward.usesWithNames) {
    for (const name of grant.names) names.set(`${name.protocol} ${name.name}`, name);
  }
  for (const position of positionsOf([...names.values()], named)) sets.add(space.of([position, position]));
  const marks = [...sets].filter((set) => set !== space.all && set !== space.none).sort((a, b) => a.id - b.id);
  return { key: marks.map(({ id }) => id).join(), bounds: marks.map(({ bounds }) => bounds) };
}

/** Where names lead, on any pod. */
function positionsOf(names: Grant['names'], named: Sides['named']): Set<number> {
  return new Set(names.flatMap((name) => named.positionsOf(name)));
}

/**
 * Cuts all ports into atoms: two ports are of one when every rule, on every destination, allows both or neither. Sweeps over
 * all marks at once; stretches that the same marks cover are one atom.
 */
export function gather(space: PortSpace, { bounds: marks }: Marks): Atom[] {
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
