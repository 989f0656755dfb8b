import type { Cluster } from '../topology/cluster.ts';
import { type Connections, connectionsOf, type Everybody, everybodyOf } from './connections.ts';
import { type End, type FoundEnd, findEnd, pairsOf } from './ends.ts';
import { type Explanation, explain, isSamePod } from './explain.ts';
import { ingressTargets } from './ingress-controllers.ts';
import { Matrix } from './matrix.ts';
import { portsBetween } from './member.ts';
import { hasPosition, type PortSet, PortSpace, positionOf, type Service } from './port-set.ts';
import type { Connection } from './result.ts';
import { Compiler, type Direction } from './rules.ts';
import { ClusterWorld, placesAlike, type ReachabilityOptions } from './world.ts';

/**
 * Who may talk to whom in a cluster, as its NetworkPolicies have it; whether somebody listens, and whether packets find
 * their way, is not looked at, nor whether the CNI enforces policies. A question reads as much of the cluster as it needs:
 * two workloads ask for the policies of their namespaces, the matrix for everything.
 */
export class Reachability {
  readonly space = new PortSpace();
  readonly #compiler = new Compiler(this.space);
  #world: ClusterWorld;
  #matrix: Matrix | undefined;
  #everybody: Everybody | undefined;
  #targets: ReadonlyMap<string, PortSet> | undefined;

  constructor(cluster: Cluster, options: ReachabilityOptions) {
    this.#world = new ClusterWorld(cluster, options, this.#compiler);
  }

  get cluster(): Cluster {
    return this.#world.cluster;
  }

  /** All classes on all ports; what it holds is worked out when asked for. */
  get matrix(): Matrix {
    this.#matrix ??= new Matrix(this.space, this.#world);
    return this.#matrix;
  }

  /**
   * Goes over to another state of the same cluster. Namespaces that are the same objects are not looked at again, and the
   * matrix keeps what no edit touched. `options` as given before unless given anew (addresses of an edited cluster).
   */
  update(cluster: Cluster, options: ReachabilityOptions = this.#world.options): void {
    const before = this.#world;
    this.#world = new ClusterWorld(cluster, options, this.#compiler, before);
    this.#targets = undefined;
    this.#everybody = undefined;
    const sameMode = before.matchesPods === this.#world.matchesPods && before.labelsOnly === this.#world.labelsOnly;
    this.#matrix?.update(this.#world, !sameMode || (this.#world.matchesPods && !placesAlike(before.cluster, cluster)));
  }

  /** Whether some pod of one end may open a connection to some pod of the other; undefined where an end is not there. */
  can(from: End, to: End, service: Service): boolean | undefined {
    return this.#between(from, to, (source, destination) => {
      return hasPosition(this.#ports(source, destination), positionOf(service));
    });
  }

  /** The rules at both ends that allow it, or the policies that isolate and the rule that almost allows. */
  explain(from: End, to: End, service: Service): Explanation | undefined {
    return this.#between(from, to, (source, destination) => {
      const isLedTo = hasPosition(this.#led(source, destination), positionOf(service));
      return explain(source, destination, service, this.space, isLedTo);
    });
  }

  /** Whether some policy isolates an end in a direction. */
  isIsolated(end: End, direction: Direction): boolean {
    return findEnd(this.#world, end)?.member.isolation[direction] !== undefined;
  }

  /** Who may open a connection to an end, on which ports. */
  whoCanReach(to: End): Generator<Connection> {
    return this.connections({ to });
  }

  /** Whom an end may open a connection to, on which ports. */
  whatCanReach(from: End): Generator<Connection> {
    return this.connections({ from });
  }

  /** Pairs that may talk, without pairs of one and the same, in the order of the text, sources first. */
  connections(ends: { readonly from?: End; readonly to?: End } = {}): Generator<Connection> {
    const asked: Connections = {
      matrix: this.matrix,
      space: this.space,
      everybody: () => this.#listed(),
      targets: () => this.#ingressTargets(),
    };
    return connectionsOf(asked, ends);
  }

  #listed(): Everybody {
    this.#everybody ??= everybodyOf(this.matrix, this.cluster);
    return this.#everybody;
  }

  #between<T>(from: End, to: End, answer: (source: FoundEnd, destination: FoundEnd) => T): T | undefined {
    const [source, destination] = [findEnd(this.#world, from), findEnd(this.#world, to)];
    return source && destination && answer(source, destination);
  }

  #ports(source: FoundEnd, destination: FoundEnd): PortSet {
    if (isSamePod(source, destination)) return this.space.all;
    let ports = this.space.none;
    for (const [from, to] of pairsOf(source, destination)) {
      ports = this.space.union(ports, portsBetween(from, to, this.space));
    }
    return this.space.intersection(ports, this.#led(source, destination));
  }

  /** The ports that a source asks a destination for at all: ingress controllers those they are led to. */
  #led({ peer }: FoundEnd, { workload }: FoundEnd): PortSet {
    if (peer.kind !== 'ingress-controller') return this.space.all;
    return this.#ingressTargets().get(workload?.id ?? '') ?? this.space.none;
  }

  #ingressTargets(): ReadonlyMap<string, PortSet> {
    this.#targets ??= ingressTargets(this.cluster, this.space);
    return this.#targets;
  }
}
