import type { Labels } from '../topology/selector.ts';
import type { ContainerPort, Workload } from '../topology/workload.ts';
import { type Isolation, type NamespaceView, OPEN } from './namespaces.ts';
import { admits, type Party } from './party.ts';
import type { PortSet, PortSpace } from './port-set.ts';
import { type CompiledRule, portsOn } from './rules.ts';
import { unplacedPort } from './unplaced.ts';

/** A party with the policies that govern it. */
export interface Member {
  readonly party: Party;
  readonly isolation: Isolation;
}

/** Whether a rule's peers hold the other end; a table answers from bits. */
export type Admits = (rule: CompiledRule, other: Party) => boolean;

const byLooking: Admits = ({ peers }, other) => admits(peers, other);

/** Ports on which `source` may talk to `destination`: both ends must allow. */
export function portsBetween(source: Member, destination: Member, space: PortSpace, asks = byLooking): PortSet {
  const inward = allowed(destination.isolation.ingress?.policies, 'ingress', source, destination, space, asks);
  if (inward === space.none) return inward;
  const outward = allowed(source.isolation.egress?.policies, 'egress', destination, destination, space, asks);
  return space.intersection(outward, inward);
}

/** The union of what the rules of all isolating policies allow; everything where none isolates. */
function allowed(
  policies: NonNullable<Isolation['ingress']>['policies'] | undefined,
  direction: 'ingress' | 'egress',
  other: Member,
  destination: Member,
  space: PortSpace,
  asks: Admits,
): PortSet {
  if (!policies) return space.all;
  let ports = space.none;
  for (const policy of policies) {
    for (const rule of policy[direction]) {
      if (asks(rule, other.party)) ports = space.union(ports, portsOn(rule, destination.party, space));
    }
  }
  return ports;
}

/** What distinguishes the pods of a workload for policies, but for addresses. */
export interface Traits {
  readonly key: string;
  readonly labelsKey: string;
  readonly ports: readonly ContainerPort[];
  readonly hostNetwork: boolean;
}

/** With `labelsOnly` a pod in its node's network is as any other: what tells it from others is its address. */
export function traitsOf({ labels, ports, hostNetwork: written }: Workload, labelsOnly: boolean): Traits {
  const hostNetwork = written && !labelsOnly;
  const labelsKey = keyOfLabels(labels);
  const named = ports.filter(({ name }) => name !== undefined);
  const portsKey = named.length === 0 ? '' : JSON.stringify(named.map((one) => [one.name, one.protocol, one.port]));
  return { key: `${labelsKey} ${portsKey} ${hostNetwork}`, labelsKey, ports: named.map(unplacedPort), hostNetwork };
}

const keys = new WeakMap<Labels, string>();

/** Equal for equal labels, whatever their order; as JSON, since nobody has checked what a reader let through. */
export function keyOfLabels(labels: Labels): string {
  let key = keys.get(labels);
  if (key === undefined) {
    const names = Object.keys(labels).sort();
    key = JSON.stringify(names.map((name) => [name, labels[name]]));
    keys.set(labels, key);
  }
  return key;
}

/** The pods of a workload with some addresses (none where addresses do not matter). */
export function memberOf(
  view: NamespaceView,
  { labels }: Workload,
  { labelsKey, ports, hostNetwork }: Traits,
  addresses: Party['addresses'],
): Member {
  const { name: namespace, labels: namespaceLabels } = view.namespace;
  const party: Party = { kind: 'pod', namespace, namespaceLabels, labels, hostNetwork, ports, addresses };
  return { party, isolation: hostNetwork ? OPEN : view.isolationOf(labels, labelsKey) };
}

/** One that no policy governs. */
export function ungoverned(party: Party): Member {
  return { party, isolation: OPEN };
}
