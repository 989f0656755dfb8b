import { type Address, type Family, familyOf } from '../address/address.ts';
import { prefixFamily } from '../address/prefix.ts';
import type { Range } from '../address/ranges.ts';
import type { Cluster } from '../topology/cluster.ts';
import type { Namespace, Workload } from '../topology/workload.ts';
import { Cuts } from './cuts.ts';
import { NamespaceView } from './namespaces.ts';
import type { Compiler } from './rules.ts';
import { says } from './says.ts';
import type { World } from './table.ts';

export interface ReachabilityOptions {
  /**
   * Whether an ipBlock may match pods. Kubernetes' own tests want it (`include`). Without (`exclude`), policies know pods by
   * their labels alone, those with their node's addresses too: the first of the two ways to treat these that the
   * documentation of NetworkPolicy allows. With it they are as their node, the second and common way.
   */
  readonly ipBlockPods: 'include' | 'exclude';
  /**
   * Addresses of each pod of a workload. Asked only where an ipBlock decides. Undefined: those that are written down.
   */
  readonly podAddresses?: (workload: Workload) => readonly (readonly Address[])[];
}

/** A cluster as the engine sees it. What takes reading all of it waits until somebody asks. */
export class ClusterWorld implements World {
  readonly cluster: Cluster;
  readonly options: ReachabilityOptions;
  readonly #compiler: Compiler;
  readonly #views = new Map<Namespace, NamespaceView>();
  #cuts: Cuts | undefined;

  /** Views of namespaces that are still the same objects are taken over. */
  constructor(cluster: Cluster, options: ReachabilityOptions, compiler: Compiler, before?: ClusterWorld) {
    this.cluster = cluster;
    this.options = options;
    this.#compiler = compiler;
    if (before) this.#takeOver(before);
  }

  #takeOver(before: ClusterWorld): void {
    for (const one of this.cluster.namespaces) {
      const view = before.#views.get(one);
      if (view) this.#views.set(one, view);
    }
    if (before.#cuts && this.#namesBlocksOf(before)) this.#cuts = before.#cuts;
  }

  /** Whether no namespace names other ranges: most edits are of labels and ports. */
  #namesBlocksOf(before: ClusterWorld): boolean {
    const [ours, theirs] = [this.cluster.namespaces, before.cluster.namespaces];
    if (ours.length !== theirs.length) return false;
    return ours.every((one, i) => {
      const other = theirs[i]!;
      return one === other || areSame(this.viewOf(one).blocks, before.viewOf(other).blocks);
    });
  }

  get views(): NamespaceView[] {
    return [...new Set(this.cluster.namespaces)].map((one) => this.viewOf(one));
  }

  viewOf(namespace: Namespace): NamespaceView {
    let view = this.#views.get(namespace);
    if (!view) {
      view = new NamespaceView(namespace, this.#compiler);
      this.#views.set(namespace, view);
    }
    return view;
  }

  get cuts(): Cuts {
    this.#cuts ??= new Cuts(this.views.flatMap(({ blocks }) => blocks));
    return this.#cuts;
  }

  /** IPv4, and IPv6 where pods have it. */
  get families(): Family[] {
    const isDual = this.cluster.podCIDRs.some(({ value }) => prefixFamily(value) === 6);
    return isDual ? [4, 6] : [4];
  }

  get labelsOnly(): boolean {
    return this.options.ipBlockPods === 'exclude';
  }

  get matchesPods(): boolean {
    return !this.labelsOnly && this.cuts.hasBlocks;
  }

  addressesOf(workload: Workload): readonly (readonly Address[])[] {
    return this.matchesPods ? this.podAddressesOf(workload) : [[]];
  }

  /** A workload without pods, or whose addresses nobody knows, is still one class. */
  podAddressesOf(workload: Workload): readonly (readonly Address[])[] {
    if (this.labelsOnly) return [[]];
    const known = this.options.podAddresses?.(workload) ?? [];
    if (known.length > 0) return known;
    const written = writtenByPod(workload);
    return written.length > 0 ? written : [[]];
  }
}

/** A pod has one address of each family: the first of IPv4 and the first of IPv6 are the first pod's, as in allocation. */
function writtenByPod({ addresses }: Workload): Address[][] {
  const values = addresses.map(({ value }) => value);
  const [v4, v6] = ([4, 6] as const).map((family) => values.filter((one) => familyOf(one) === family));
  const count = Math.max(v4!.length, v6!.length);
  return Array.from({ length: count }, (_, i) => [v4![i], v6![i]].filter((one) => one !== undefined));
}

function areSame(some: readonly Range[], others: readonly Range[]): boolean {
  return some.length === others.length && some.every(({ first, last }, i) => isRange(others[i]!, first, last));
}

const isRange = (range: Range, first: Address, last: Address) => range.first === first && range.last === last;

/** Whether nothing differs on which the addresses of pods depend. */
export function placesAlike(a: Cluster, b: Cluster): boolean {
  if (a === b) return true;
  if (!says({ ...a, namespaces: [] }, { ...b, namespaces: [] })) return false;
  if (a.namespaces.length !== b.namespaces.length) return false;
  return a.namespaces.every((one, i) => one === b.namespaces[i] || namespacesAlike(one, b.namespaces[i]!));
}

/** Services count: their addresses are taken. */
function namespacesAlike(a: Namespace, b: Namespace): boolean {
  return a.name === b.name && says(a.services, b.services) && workloadsAlike(a, b);
}

function workloadsAlike({ workloads: a }: Namespace, { workloads: b }: Namespace): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((one, i) => one === b[i] || placedAlike(one, b[i]!));
}

function placedAlike(a: Workload, b: Workload): boolean {
  const same =
    a.id === b.id &&
    a.kind === b.kind &&
    a.implicit === b.implicit &&
    a.replicas === b.replicas &&
    a.hostNetwork === b.hostNetwork;
  const values = ({ on, addresses }: Workload) => [...on, ...addresses].map(({ value }) => value).join();
  return same && values(a) === values(b);
}
