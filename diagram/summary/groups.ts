import type { Box } from '../graph.ts';
import { idsIn } from './ids.ts';

/** In a row of alike neighbours longer than this one reads none of them. */
const MOST_GROUPS = 24;

/** The boxes with every run of more than `most` alike neighbours as groups; those that are open show their members. */
export function groups(boxes: readonly Box[], open: ReadonlySet<string>, most: number): Box[] {
  return runsOf(boxes).flatMap((run) => {
    const members = run.map((box) => ({ ...box, children: groups(box.children, open, most) }));
    return members.length > most ? chunks(members, open, most) : members;
  });
}

/** Neighbours of one kind and one cluster. */
function runsOf(boxes: readonly Box[]): Box[][] {
  const runs: Box[][] = [];
  for (const box of boxes) {
    const last = runs.at(-1);
    const before = last?.at(-1);
    if (last && before && before.kind === box.kind && before.accent === box.accent) last.push(box);
    else runs.push([box]);
  }
  return runs;
}

/** Groups of equal size, as many as one reads; one that is open shows its members, in smaller groups where they are many. */
function chunks(members: readonly Box[], open: ReadonlySet<string>, most: number): Box[] {
  const size = Math.max(2, Math.ceil(members.length / Math.min(most, MOST_GROUPS)));
  const found: Box[] = [];
  for (let from = 0; from < members.length; from += size) {
    const own = members.slice(from, from + size);
    const group = groupOf(own);
    if (own.length === 1 || !open.has(group.id)) found.push(group);
    else found.push(...(own.length > most ? chunks(own, open, most) : own));
  }
  return found;
}

const PLURALS: Readonly<Partial<Record<Box['kind'], string>>> = {
  segment: 'networks',
  cluster: 'clusters',
  node: 'nodes',
  host: 'hosts',
  container: 'containers',
  router: 'routers',
  service: 'Services',
  ingress: 'Ingresses',
  pods: 'workloads',
};

function groupOf(members: readonly Box[]): Box {
  const [first, last] = [members[0]!, members.at(-1)!];
  if (members.length === 1) return first;
  return {
    id: `group:${members.length}:${first.id}`,
    kind: first.kind,
    label: `${first.label} … ${last.label}`,
    detail: `${members.length} ${PLURALS[first.kind] ?? 'of them'}`,
    count: members.length,
    accent: first.accent,
    group: true,
    children: [],
    folds: members.flatMap(idsIn),
  };
}
