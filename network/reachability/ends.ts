import { type Address, formatAddress } from '../address/address.ts';
import type { PolicyPeer } from '../topology/policy.ts';
import { blockHolds } from '../topology/policy-matching.ts';
import type { Workload } from '../topology/workload.ts';
import { type Member, memberOf, traitsOf, ungoverned } from './member.ts';
import type { Group, NamespaceView } from './namespaces.ts';
import { externalParty, INGRESS_CONTROLLER, type PeerSet } from './party.ts';
import type { Peer } from './result.ts';
import type { ClusterWorld } from './world.ts';

/** Whom a question is about: a workload by its id, an address outside of the cluster, or the ingress controllers. */
export type End =
  | { readonly kind: 'workload'; readonly id: string }
  | { readonly kind: 'address'; readonly address: Address }
  | { readonly kind: 'ingress-controller' };

/** An end found in the cluster. */
export interface FoundEnd {
  readonly peer: Peer;
  readonly workload?: Workload;
  /** Without addresses, which are worked out only where an ipBlock asks for them. */
  readonly member: Member;
  /** The same with addresses, one for each pod that an ipBlock could tell from others. */
  members(): readonly Member[];
}

type Block = NonNullable<PolicyPeer['ipBlock']>;

/** Finds an end without reading more of the cluster than the namespace it lies in; undefined where there is none. */
export function findEnd(world: ClusterWorld, end: End): FoundEnd | undefined {
  if (end.kind === 'workload') return findWorkload(world, end.id);
  if (end.kind === 'ingress-controller') return single({ kind: end.kind }, ungoverned(INGRESS_CONTROLLER));
  const text = formatAddress(end.address);
  return single({ kind: 'external', first: text, last: text }, ungoverned(externalParty(end.address)));
}

function single(peer: Peer, member: Member): FoundEnd {
  return { peer, member, members: () => [member] };
}

function findWorkload(world: ClusterWorld, id: string): FoundEnd | undefined {
  for (const namespace of world.cluster.namespaces) {
    if (id[namespace.id.length] !== '/' || !id.startsWith(namespace.id)) continue;
    const workload = namespace.workloads.find((one) => one.id === id);
    if (workload) return endOf(world, world.viewOf(namespace), workload);
  }
  return undefined;
}

function endOf(world: ClusterWorld, view: NamespaceView, workload: Workload): FoundEnd {
  const traits = traitsOf(workload, world.labelsOnly);
  return {
    peer: workloadPeer(workload),
    workload,
    member: memberOf(view, workload, traits, []),
    members: () => world.podAddressesOf(workload).map((addresses) => memberOf(view, workload, traits, addresses)),
  };
}

export function workloadPeer({ id, namespace, name, kind, controller, origin }: Workload): Peer {
  return { kind: 'workload', id, namespace, name, workloadKind: controller ?? kind, origin };
}

/** Pairs of members of two ends that policies may tell apart; addresses are looked up only if a rule has an ipBlock. */
export function* pairsOf(source: FoundEnd, destination: FoundEnd): Generator<readonly [Member, Member]> {
  const sources = distinct(source, destination.member.isolation.ingress);
  const destinations = distinct(destination, source.member.isolation.egress);
  for (const from of sources) for (const to of destinations) yield [from, to];
}

/** Members of an end, one of those whose addresses lie in the same blocks of the policies. */
function distinct(end: FoundEnd, group: Group | undefined): readonly Member[] {
  const blocks = group?.rules.flatMap(({ peers }) => (peers.hasBlock ? blocksOf(peers) : [])) ?? [];
  if (blocks.length === 0) return [end.member];
  const found = new Map<string, Member>();
  for (const member of end.members()) {
    const key = blocks.map((block) => Number(member.party.addresses.some((one) => blockHolds(block, one)))).join('');
    if (!found.has(key)) found.set(key, member);
  }
  return [...found.values()];
}

function blocksOf({ peers }: PeerSet): Block[] {
  return peers.flatMap(({ ipBlock }) => ipBlock ?? []);
}
