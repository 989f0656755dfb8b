import type { PortSpan } from '../../network/reachability/port-set.ts';
import type { Reachability } from '../../network/reachability/reachability.ts';
import { type Connection, peerName } from '../../network/reachability/result.ts';
import type { Cluster } from '../../network/topology/cluster.ts';
import { NOWHERE } from '../../network/topology/origin.ts';
import type { Policy } from '../../network/topology/policy.ts';
import { matches, type Selector } from '../../network/topology/selector.ts';
import type { Model } from '../model.ts';
import { reachabilityOf } from './reach.ts';

/** What a policy changes: connections that would be there without it, and those that would not. */
export interface PolicyEffect {
  readonly loses: readonly Connection[];
  readonly gains: readonly Connection[];
  /** False where time ran out. */
  readonly complete: boolean;
}

const NOBODY: Selector = {
  requirements: [{ key: 'nobody', operator: 'In', values: [], origin: NOWHERE }],
  origin: NOWHERE,
};

/**
 * Compares the cluster with one in which the policy selects nobody. Such a one cuts external addresses in the same places,
 * which one without the policy might not. The engine goes over to it and back, which costs what the policy selects.
 */
export function effectOf(model: Model, cluster: Cluster, policy: Policy, isSpent: () => boolean): PolicyEffect {
  const engine = reachabilityOf(model, cluster.id);
  const ends = endsOf(cluster, policy);
  const after = connectionsOf(engine, ends, isSpent);
  engine.update(withoutPolicy(cluster, policy));
  let before: typeof after;
  try {
    before = connectionsOf(engine, ends.slice(0, after.length), isSpent);
  } finally {
    engine.update(cluster);
  }
  return {
    loses: distinct(before.flatMap((those, i) => beyond(those, after[i]!))),
    gains: distinct(before.flatMap((those, i) => beyond(after[i]!, those))),
    complete: before.length === ends.length,
  };
}

type Ends = NonNullable<Parameters<Reachability['connections']>[0]>;

/** Questions of who may reach each workload that the policy selects, and whom it may. */
const endsOf = (cluster: Cluster, policy: Policy): Ends[] =>
  selectedBy(cluster, policy).flatMap((id) => [{ to: { kind: 'workload', id } }, { from: { kind: 'workload', id } }]);

/** Answers, as far as the time goes. */
function connectionsOf(engine: Reachability, ends: readonly Ends[], isSpent: () => boolean): Map<string, Connection>[] {
  const found: Map<string, Connection>[] = [];
  for (const one of ends) {
    if (isSpent()) break;
    found.push(byPair(engine.connections(one)));
  }
  return found;
}

function withoutPolicy(cluster: Cluster, policy: Policy): Cluster {
  const namespaces = cluster.namespaces.map((one) =>
    one.policies.includes(policy)
      ? { ...one, policies: one.policies.map((own) => (own === policy ? { ...own, podSelector: NOBODY } : own)) }
      : one,
  );
  return { ...cluster, namespaces };
}

function selectedBy({ namespaces }: Cluster, policy: Policy): string[] {
  const own = namespaces.find(({ policies }) => policies.includes(policy));
  const workloads = own?.workloads ?? [];
  return workloads.filter(({ labels }) => matches(policy.podSelector, labels)).map(({ id }) => id);
}

const pairOf = ({ source, destination }: Connection) => `${peerName(source)} ${peerName(destination)}`;

const byPair = (connections: Iterable<Connection>) =>
  new Map([...connections].map((one) => [pairOf(one), one] as const));

/** What the first have that the others have not. */
function beyond(all: ReadonlyMap<string, Connection>, others: ReadonlyMap<string, Connection>): Connection[] {
  return [...all].flatMap(([pair, one]) => {
    const ports = portsBeyond(one.ports, others.get(pair)?.ports ?? []);
    return ports.length > 0 ? [{ ...one, ports }] : [];
  });
}

/** Ranges without what others hold of them. */
function portsBeyond(ports: readonly PortSpan[], others: readonly PortSpan[]): PortSpan[] {
  return others.reduce<readonly PortSpan[]>((left, other) => left.flatMap((one) => cut(one, other)), ports).slice();
}

function cut(one: PortSpan, other: PortSpan): PortSpan[] {
  if (one.protocol !== other.protocol || other.to < one.from || other.from > one.to) return [one];
  const before = other.from > one.from ? [{ ...one, to: other.from - 1 }] : [];
  const after = other.to < one.to ? [{ ...one, from: other.to + 1 }] : [];
  return [...before, ...after];
}

/** Pairs of two selected workloads are found from both ends. */
const distinct = (connections: readonly Connection[]) => [...byPair(connections).values()];
