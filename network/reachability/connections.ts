import { type Address, familyOf, formatAddress } from '../address/address.ts';
import type { Range } from '../address/ranges.ts';
import type { Cluster } from '../topology/cluster.ts';
import { hasBit } from './bits.ts';
import { type End, workloadPeer } from './ends.ts';
import type { Matrix } from './matrix.ts';
import { type Member, portsBetween } from './member.ts';
import { type PortSet, type PortSpace, spansOf } from './port-set.ts';
import { type Connection, type Peer, peerName } from './result.ts';
import type { CompiledRule } from './rules.ts';

/** What connections are read from. */
export interface Connections {
  readonly matrix: Matrix;
  readonly space: PortSpace;
  /** Listed once for all questions to one state of the cluster. */
  everybody(): Everybody;
  /** Ports that ingress controllers lead to, by id of the workload. */
  targets(): ReadonlyMap<string, PortSet>;
}

/** A peer with the numbers of its classes. */
interface Listed {
  readonly peer: Peer;
  /** Of the workloads that it is. */
  readonly ids: readonly string[];
  readonly classes: readonly number[];
}

/** All who may be asked of, in the order in which they are told. */
export interface Everybody {
  readonly workloads: readonly Listed[];
  /** With their ranges. */
  readonly externals: readonly (readonly [Listed, Range])[];
  readonly controllers: Listed;
}

/** Every pair with some connection: workloads in the order of the text, then external ranges; ingress controllers last. */
export function* connectionsOf(
  asked: Connections,
  { from, to }: { readonly from?: End; readonly to?: End },
): Generator<Connection> {
  const [sources, destinations] = [listed(asked, from), listed(asked, to)];
  const between = new Between(asked);
  for (const source of sources) {
    for (const destination of destinations) {
      if (isLeftOut(source.peer, destination.peer)) continue;
      const ports = between.ports(source, destination);
      if (ports.bounds.length === 0) continue;
      const spans = spansOf(ports);
      if (spans.length > 0) yield { source: source.peer, destination: destination.peer, ports: spans };
    }
  }
}

/** Ports between peers that may be several classes each: what any of their pods may. */
class Between {
  readonly #asked: Connections;
  readonly #spread = new Map<number, Map<number, PortSet>>();

  constructor(asked: Connections) {
    this.#asked = asked;
  }

  ports(source: Listed, destination: Listed): PortSet {
    const { space, matrix, targets } = this.#asked;
    if (source.peer.kind !== 'ingress-controller') return this.#union(source.classes, destination.classes);
    const parts = destination.ids.map((id) => {
      const admitted = this.#union(source.classes, matrix.table.classesOf(id));
      return space.intersection(admitted, targets().get(id) ?? space.none);
    });
    return parts.reduce((a, b) => space.union(a, b), space.none);
  }

  #union(sources: readonly number[], destinations: readonly number[]): PortSet {
    let ports = this.#asked.space.none;
    for (const from of sources) {
      for (const to of destinations) ports = this.#asked.space.union(ports, this.#of(from, to));
    }
    return ports;
  }

  /** Many workloads may be of one class: what was found for it is remembered for the source at hand. */
  #of(from: number, to: number): PortSet {
    let row = this.#spread.get(from);
    if (!row) {
      this.#spread.clear();
      row = new Map();
      this.#spread.set(from, row);
    }
    let ports = row.get(to);
    if (!ports) {
      ports = this.#work(from, to);
      row.set(to, ports);
    }
    return ports;
  }

  #work(from: number, to: number): PortSet {
    const { matrix, space } = this.#asked;
    const { members } = matrix.table;
    const [source, destination] = [members[from]!, members[to]!];
    const numberOf = (party: Member['party']) => (party === source.party ? from : to);
    const asks = ({ peers }: CompiledRule, other: Member['party']) => hasBit(matrix.peers.of(peers), numberOf(other));
    return portsBetween(source, destination, space, asks);
  }
}

/** One and the same, two external ones, and connections to ingress controllers, which are clients only. */
function isLeftOut(source: Peer, destination: Peer): boolean {
  if (destination.kind === 'ingress-controller') return true;
  if (source.kind === 'workload') return destination.kind === 'workload' && destination.id === source.id;
  return destination.kind === 'external';
}

function listed(asked: Connections, end: End | undefined): readonly Listed[] {
  const { workloads, externals, controllers } = asked.everybody();
  switch (end?.kind) {
    case 'workload':
      return workloads.filter(({ ids }) => ids.includes(end.id));
    case 'ingress-controller':
      return [controllers];
    case 'address':
      return externals.filter(([, range]) => isWithin(end.address, range)).map(([one]) => one);
    case undefined:
      return [...workloads, ...externals.map(([one]) => one), controllers];
  }
}

/** Lists whom a matrix holds. */
export function everybodyOf({ table }: Matrix, cluster: Cluster): Everybody {
  const externals = [...table.externals]
    .sort(([, a], [, b]) => familyOf(a.first) - familyOf(b.first) || compare(a.first, b.first))
    .map(([index, range]) => [externalAt(index, range), range] as const);
  const controllers: Listed = {
    peer: { kind: 'ingress-controller' },
    ids: [],
    classes: [table.ingressController],
  };
  return { workloads: [...workloadsOf(table, cluster)], externals, controllers };
}

function externalAt(index: number, { first, last }: Range): Listed {
  return {
    peer: { kind: 'external', first: formatAddress(first), last: formatAddress(last) },
    ids: [],
    classes: [index],
  };
}

/** Pods of one controller whose labels differ are several workloads of one name: to those who ask they are one peer. */
function workloadsOf(table: Matrix['table'], { namespaces }: Cluster): Iterable<Listed> {
  const byName = new Map<string, Listed>();
  for (const workload of namespaces.flatMap((namespace) => namespace.workloads)) {
    const peer = workloadPeer(workload);
    const name = peerName(peer);
    const known = byName.get(name);
    const classes = [...new Set([...(known?.classes ?? []), ...table.classesOf(workload.id)])];
    byName.set(name, { peer: known?.peer ?? peer, ids: [...(known?.ids ?? []), workload.id], classes });
  }
  return byName.values();
}

function compare(a: Address, b: Address): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isWithin(address: Address, { first, last }: Range): boolean {
  return familyOf(address) === familyOf(first) && first <= address && address <= last;
}
