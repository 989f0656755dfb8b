import { indexById } from '../../topology/by-id.ts';
import type { Origin } from '../../topology/origin.ts';
import type { Endpoint, Trace } from '../../topology/question.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Fix } from '../diagnostic.ts';

/** An end of a question that leads nowhere, and why. */
export interface DeadEnd {
  readonly message: string;
  readonly origin: Origin;
  /** True where the reader of the text says it itself (UNRESOLVED, SYNTAX, CIDR-SYNTAX), with what was meant. */
  readonly isToldByReader: boolean;
  readonly fixes?: readonly Fix[];
}

/** What of a question names nothing. */
export function deadEnds(topology: Topology, question: Trace): readonly DeadEnd[] {
  const ends = [question.from, question.to].flatMap((end) => unresolved(topology, end) ?? []);
  const port = missingPort(topology, question);
  return port ? [...ends, port] : ends;
}

const TOLD = new Set(['names nothing', 'names more than one thing', 'is not written', 'is no address']);

/** Where YAML declares things too, the reader of `.knet` text cannot know that a name is nobody's. */
function unresolved(topology: Topology, end: Endpoint): DeadEnd | undefined {
  if (end.kind !== 'unresolved') return undefined;
  const { text, reason, origin, nameOrigin, meant = [] } = end;
  const mayBeYaml = reason === 'names nothing' && topology.clusters.some((cluster) => cluster.manifests.length > 0);
  const question = meant.length > 0 ? `: did you mean ${meant.join(' or ')}?` : '';
  const fixes = nameOrigin ? meant.map((name) => writeName(nameOrigin, name)) : [];
  return { message: `${text} ${reason}${question}`, origin, isToldByReader: TOLD.has(reason) && !mayBeYaml, fixes };
}

const writeName = (origin: Origin, value: string): Fix => ({
  title: `Write ${value}`,
  changes: [{ kind: 'set', origin, value }],
});

function missingPort(topology: Topology, { to, probe }: Trace): DeadEnd | undefined {
  const { port } = probe;
  const listening = portNames(topology, to);
  if (typeof port !== 'string' || !listening || listening.names.includes(port)) return undefined;
  const known =
    listening.names.length > 0 ? `its ports are ${listening.names.join(', ')}` : 'none of its ports has a name';
  // A number that is left as text is none that a port can have, which the reader says.
  const isToldByReader = /^\d+$/.test(port);
  return { message: `${listening.what} has no port ${port}: ${known}`, origin: to.origin, isToldByReader };
}

/** Names of the ports of an end that can have named ones. */
function portNames(topology: Topology, end: Endpoint): { what: string; names: readonly string[] } | undefined {
  const index = indexById(topology);
  const of = (owner: { id: string } | undefined, ports: readonly { name?: string }[] | undefined) =>
    owner &&
    ports && { what: owner.id.split('/').slice(1).join('/') || owner.id, names: ports.flatMap((p) => p.name ?? []) };
  if (end.kind === 'workload' || end.kind === 'pod') {
    const workload = index.workloads.get(end.kind === 'pod' ? end.workload : end.id);
    return of(workload, workload?.ports);
  }
  if (end.kind === 'service') return of(index.services.get(end.id), index.services.get(end.id)?.ports);
  if (end.kind === 'host') return of(index.hosts.get(end.id), index.hosts.get(end.id)?.listens);
  return undefined;
}
