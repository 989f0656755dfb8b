import type { Address, Family } from '../../address/address.ts';
import type { Cluster, Node } from '../cluster.ts';
import type { Workload } from '../workload.ts';
import type { ElasticInterface } from './elastic-interfaces.ts';
import { writtenAddress } from './written.ts';

/**
 * Which pod runs where, with the pods of a cluster numbered: knet's own (CoreDNS) first, since they are there before
 * anything is deployed, then in the order of the text. Two integers a pod are all that is kept.
 */
export interface PlacementIndex {
  readonly workloads: readonly Workload[];
  /** Number of a workload's first pod; its others follow. */
  firstPod(workload: Workload): number;
  count(workload: Workload): number;
  readonly podCount: number;
  /** Index in `cluster.nodes`. */
  nodeOf(pod: number): number;
  /** Numbers of the pods of a node, ascending. */
  podsOf(node: number): Int32Array;
  /** Place of a pod among those of its node. */
  rankOnNode(pod: number): number;
  workloadOf(pod: number): Workload;
}

/** Pods and their addresses by number, for CNIs whose nodes have no range of their own. */
export interface SharedPool {
  readonly placement: PlacementIndex;
  address(pod: number, family: Family): Address | undefined;
  /** Addresses of the pool that a node itself has. */
  ofNode(node: Node): readonly Address[];
  /** The node that has the address itself. */
  nodeAt(address: Address): Node | undefined;
  /** Network interfaces that the CNI attaches to a node. */
  interfaces(node: Node): readonly ElasticInterface[];
  /** The one that a pod's address was assigned to; undefined: a declared one. */
  interfaceAt(address: Address): ElasticInterface | undefined;
}

/** `home` says which node an address belongs to, for pods that say an address and no node. */
export function placePods(cluster: Cluster, home: (address: Address) => Node | undefined): PlacementIndex {
  const workloads = orderedWorkloads(cluster);
  const nodeIndex = new Map(cluster.nodes.map((node, index) => [node.id, index]));
  const first: number[] = [];
  let count = 0;
  for (const workload of workloads) {
    first.push(count);
    if (nodeIndex.size > 0) count += podCount(workload, nodeIndex);
  }
  const nodes = new Int32Array(count);
  const schedulers = { true: roundRobin(cluster.nodes.length), false: roundRobin(cluster.nodes.length) };
  for (const [position, workload] of workloads.entries()) {
    const from = first[position]!;
    const own = nodes.subarray(from, first[position + 1] ?? count);
    place(workload, own, nodeIndex, home, schedulers[`${isOfSystem(workload)}`]);
  }
  return new Placements(workloads, first, nodes, cluster.nodes.length);
}

/** Indices of the nodes that a workload was put on. */
function written({ on }: Workload, nodeIndex: ReadonlyMap<string, number>): readonly number[] {
  return on.map(({ value }) => nodeIndex.get(value)).filter((index) => index !== undefined);
}

function podCount(workload: Workload, nodeIndex: ReadonlyMap<string, number>): number {
  if (workload.kind !== 'DaemonSet') return workload.replicas;
  return written(workload, nodeIndex).length || nodeIndex.size;
}

/** Fills in the node of each pod of a workload: the one written, that of its address, or the scheduler's choice. */
function place(
  workload: Workload,
  nodes: Int32Array,
  nodeIndex: ReadonlyMap<string, number>,
  home: (address: Address) => Node | undefined,
  schedule: () => number,
): void {
  const on = written(workload, nodeIndex);
  const everywhere = workload.kind === 'DaemonSet' && on.length === 0;
  for (let i = 0; i < nodes.length; i++) {
    const chosen = everywhere ? i : on[i % on.length];
    nodes[i] = chosen ?? atAddress(workload, i, nodeIndex, home) ?? schedule();
  }
}

function atAddress(
  workload: Workload,
  index: number,
  nodeIndex: ReadonlyMap<string, number>,
  home: (address: Address) => Node | undefined,
): number | undefined {
  if (workload.addresses.length === 0) return undefined;
  const address = writtenAddress(workload, index, 4) ?? writtenAddress(workload, index, 6);
  return address === undefined ? undefined : nodeIndex.get(home(address)?.id ?? '');
}

/** What every cluster has comes first, whatever else is in its namespace. */
function orderedWorkloads(cluster: Cluster): Workload[] {
  const all = cluster.namespaces.flatMap((namespace) => namespace.workloads);
  return [...all.filter(isOfSystem), ...all.filter((workload) => !isOfSystem(workload))];
}

/** Pods that no declaration has brought about, such as those of DNS; a controller comes with what needs it, and last. */
function isOfSystem({ implicit, namespace }: Workload): boolean {
  return implicit && namespace === 'kube-system';
}

/** The scheduler, as far as a plan needs one: it spreads pods over the nodes in turn. */
function roundRobin(count: number): () => number {
  let next = 0;
  return () => next++ % count;
}

class Placements implements PlacementIndex {
  readonly workloads: readonly Workload[];
  readonly #first: readonly number[];
  readonly #nodes: Int32Array;
  readonly #byNode: readonly Int32Array[];
  readonly #ranks: Int32Array;
  readonly #position: ReadonlyMap<Workload, number>;

  constructor(workloads: readonly Workload[], first: readonly number[], nodes: Int32Array, nodeCount: number) {
    this.workloads = workloads;
    this.#first = first;
    this.#nodes = nodes;
    this.#ranks = new Int32Array(nodes.length);
    this.#byNode = groupByNode(nodes, nodeCount, this.#ranks);
    this.#position = new Map(workloads.map((workload, index) => [workload, index]));
  }

  get podCount(): number {
    return this.#nodes.length;
  }

  firstPod(workload: Workload): number {
    return this.#first[this.#position.get(workload) ?? -1] ?? 0;
  }

  count(workload: Workload): number {
    const position = this.#position.get(workload);
    if (position === undefined) return 0;
    return (this.#first[position + 1] ?? this.podCount) - this.#first[position]!;
  }

  nodeOf(pod: number): number {
    return this.#nodes[pod]!;
  }

  podsOf(node: number): Int32Array {
    return this.#byNode[node] ?? new Int32Array();
  }

  rankOnNode(pod: number): number {
    return this.#ranks[pod]!;
  }

  workloadOf(pod: number): Workload {
    let [low, high] = [0, this.#first.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#first[middle]! <= pod) low = middle + 1;
      else high = middle;
    }
    return this.workloads[low - 1]!;
  }
}

/** A counting sort: the pods of each node as a slice of one array. Fills `ranks` with the place of each in its slice. */
function groupByNode(nodes: Int32Array, nodeCount: number, ranks: Int32Array): Int32Array[] {
  const starts = new Int32Array(nodeCount + 1);
  for (const node of nodes) starts[node + 1]!++;
  for (let i = 0; i < nodeCount; i++) starts[i + 1]! += starts[i]!;
  const sorted = new Int32Array(nodes.length);
  const fill = starts.slice();
  nodes.forEach((node, pod) => {
    ranks[pod] = fill[node]! - starts[node]!;
    sorted[fill[node]!++] = pod;
  });
  return Array.from({ length: nodeCount }, (_, node) => sorted.subarray(starts[node], starts[node + 1]));
}
