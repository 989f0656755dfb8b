import type { Address } from '../address/address.ts';
import type { PolicyPeer } from '../topology/policy.ts';
import { blockHolds, type SelectablePod, selectsPod } from '../topology/policy-matching.ts';
import type { ContainerPort } from '../topology/workload.ts';

/** One end of a connection, with all that a policy can see of it. Equal parties are one class. */
export interface Party extends SelectablePod {
  readonly kind: 'pod' | 'external' | 'ingress-controller';
  /** A pod with its node's addresses: no policy governs it, and selectors pass it over (Kubernetes, "Network Policies"). */
  readonly hostNetwork: boolean;
  /** Ports with names; a rule cannot see others. */
  readonly ports: readonly ContainerPort[];
  /** What an ipBlock is held against; none where blocks are not to match pods, or nobody knows the address. */
  readonly addresses: readonly Address[];
}

/** Peers of rules that select alike: everyone (`all`), or whom one of `peers` selects, seen from a namespace. */
export interface PeerSet {
  /** Equal for equal sets of one compiler. */
  readonly id: number;
  readonly all: boolean;
  readonly own: string;
  readonly peers: readonly PolicyPeer[];
  /** Some peer is an ipBlock, so that addresses matter. */
  readonly hasBlock: boolean;
}

/** Whether one of the peers selects the party. */
export function admits(set: PeerSet, party: Party): boolean {
  return set.all || set.peers.some((peer) => peerSelects(peer, set.own, party));
}

/** A block looks at addresses only, selectors at pods with an address of their own only. */
export function peerSelects(peer: PolicyPeer, own: string, party: Party): boolean {
  const { ipBlock } = peer;
  if (ipBlock) return party.addresses.some((address) => blockHolds(ipBlock, address));
  return party.kind !== 'external' && !party.hostNetwork && selectsPod(peer, own, party);
}

/** What a named port is looked up on: a pod that has addresses of its own. */
export function lookupPorts(party: Party): readonly ContainerPort[] {
  return party.hostNetwork ? [] : party.ports;
}

const NOBODY: Party = {
  kind: 'external',
  namespace: undefined,
  namespaceLabels: {},
  labels: {},
  hostNetwork: false,
  ports: [],
  addresses: [],
};

/** Something outside of the cluster. */
export function externalParty(address: Address): Party {
  return { ...NOBODY, addresses: [address] };
}

/**
 * A pod without labels in a namespace that nobody declared. The API server gives every namespace the label with its name,
 * whatever that is: what stands here in its stead is no value that a selector may ask for.
 */
export const INGRESS_CONTROLLER: Party = {
  ...NOBODY,
  kind: 'ingress-controller',
  namespaceLabels: { 'kubernetes.io/metadata.name': '{ingress-controller}' },
};
