import { type Direction, PolicySelection } from '../../kubernetes/policy/selection.ts';
import type { Cluster } from '../../topology/cluster.ts';
import { lazy, perObject, remembered } from '../../topology/ipam/lazy.ts';
import { LabelIndex } from '../../topology/label-index.ts';
import type { Policy, PolicyPeer, PolicyRule } from '../../topology/policy.ts';
import { formatSelector, matches, type Selector } from '../../topology/selector.ts';
import type { Namespace, Workload } from '../../topology/workload.ts';
import { hasPods } from './selected.ts';

/** A rule of a policy that is in force: of a direction that the policy's types name. */
export interface Ruled {
  readonly policy: Policy;
  readonly direction: Direction;
  readonly rule: PolicyRule;
}

/** What the checks of a cluster's policies ask again and again. Only workloads whose pods policies govern are answers. */
export class PolicyFacts {
  readonly cluster: Cluster;
  /** Those that can be read; what is wrong with others the reader says. */
  readonly policies: readonly Policy[];
  readonly selection: PolicySelection;
  readonly rules: () => readonly Ruled[];
  readonly #namespaces: ReadonlyMap<string, Namespace>;
  readonly #indices: (name: string) => LabelIndex;
  readonly #all: () => readonly Workload[];
  /** By what peers say: many policies say the same. */
  readonly #peers = new Map<string, readonly Workload[]>();

  constructor(cluster: Cluster) {
    this.cluster = cluster;
    this.policies = cluster.namespaces.flatMap(({ policies }) => policies.filter(({ broken }) => !broken));
    this.selection = new PolicySelection(cluster);
    this.rules = lazy(() => this.policies.flatMap(rulesOf));
    this.#namespaces = new Map(cluster.namespaces.map((one) => [one.name, one]));
    this.#indices = remembered((name) => new LabelIndex(this.workloadsOf(name)));
    this.#all = lazy(() => cluster.namespaces.flatMap(({ name }) => this.workloadsOf(name)));
  }

  /** The workloads of a namespace whose pods policies govern. */
  workloadsOf(namespace: string): readonly Workload[] {
    return this.#namespaces.get(namespace)?.workloads.filter(isGoverned) ?? [];
  }

  selected({ namespace, podSelector }: Policy): readonly Workload[] {
    return this.#indices(namespace).select(podSelector);
  }

  /** Another namespace in which a selector would find pods. */
  elsewhere(selector: Selector, own: string): Namespace | undefined {
    return this.cluster.namespaces.find(({ name }) => name !== own && this.#indices(name).select(selector).length > 0);
  }

  /** Namespaces in which a peer's podSelector looks. */
  namespacesOf({ namespace }: Policy, { namespaceSelector }: PolicyPeer): readonly Namespace[] {
    if (namespaceSelector) return this.cluster.namespaces.filter(({ labels }) => matches(namespaceSelector, labels));
    const own = this.#namespaces.get(namespace);
    return own ? [own] : [];
  }

  /** Whose pods a peer means; none of an ipBlock. */
  ofPeer(policy: Policy, peer: PolicyPeer): readonly Workload[] {
    const { podSelector, namespaceSelector, ipBlock } = peer;
    if (ipBlock || (!podSelector && !namespaceSelector)) return [];
    const where = namespaceSelector ? formatSelector(namespaceSelector) : `of ${policy.namespace}`;
    const key = `${where} ${podSelector ? formatSelector(podSelector) : 'all'}`;
    let found = this.#peers.get(key);
    if (!found) {
      found = this.namespacesOf(policy, peer).flatMap(({ name }) =>
        podSelector ? this.#indices(name).select(podSelector) : this.workloadsOf(name),
      );
      this.#peers.set(key, found);
    }
    return found;
  }

  /** Whose pods a rule's ports are those of, as far as they are pods, peer by peer: some may be of several. */
  destinations({ policy, direction, rule }: Ruled): readonly (readonly Workload[])[] {
    if (direction === 'ingress') return [this.selected(policy)];
    return rule.peers.length === 0 ? [this.#all()] : rule.peers.map((peer) => this.ofPeer(policy, peer));
  }
}

/** The facts of a cluster; the same object every time. */
export const policyFacts = perObject((cluster: Cluster) => new PolicyFacts(cluster));

const rulesOf = (policy: Policy): Ruled[] =>
  directionsOf(policy).flatMap((direction) => policy[direction].map((rule) => ({ policy, direction, rule })));

function directionsOf({ policyTypes }: Policy): readonly Direction[] {
  return (['ingress', 'egress'] as const).filter((direction) =>
    policyTypes.includes(direction === 'ingress' ? 'Ingress' : 'Egress'),
  );
}

function isGoverned(workload: Workload): boolean {
  return hasPods(workload) && !workload.hostNetwork;
}

/** "NetworkPolicy default/web". */
export function policyWords({ namespace, name }: Policy): string {
  return `NetworkPolicy ${namespace}/${name}`;
}

/** "default/web", for lists. */
export function workloadWords({ namespace, name }: Workload): string {
  return `${namespace}/${name}`;
}
