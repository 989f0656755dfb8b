import type { Address } from '../address/address.ts';
import type { HttpRequest } from '../linux/packet.ts';
import type { Entrance } from '../machines/entrances.ts';
import type { PortFact } from './probe.ts';

/** One thing that a packet may come from or be for. */
export interface Member {
  /** Tells members apart. */
  readonly id: string;
  /** As a trace calls it. */
  readonly label: string;
  /** Key of its namespace; undefined for an address that no machine has. */
  readonly key?: string;
  readonly addresses: readonly Address[];
  /** Why it sends nothing, where it is not there. */
  readonly absent?: string;
  /** Why it never starts: a pod that no address is left for. */
  readonly unborn?: { readonly reason: string; readonly code: string };
  /** Why nothing can be sent to it: a name without an address. */
  readonly nowhere?: string;
  /** True for a ClusterIP: an address that only its cluster knows. */
  readonly virtual?: boolean;
  /** Addresses by which the Internet knows it. */
  readonly published?: readonly Address[];
  /** True for the Internet and for an address that nobody declared: to leave is to arrive there. */
  readonly outside?: boolean;
  /** Who asks takes any of its addresses: of a load balancer's zones, of nodes. */
  readonly spread?: boolean;
  /** What those use in the place of a ClusterIP who are not in its cluster. */
  readonly entrance?: Entrance;
}

/** Members that differ in nothing but an index, such as the pods of one workload on one node. */
export interface Party {
  readonly members: readonly Member[];
  readonly ports: readonly PortFact[];
  /** What is asked for by HTTP; then the one port is meant, whatever the question says of ports. */
  readonly request?: HttpRequest;
}

/** The parties of an endpoint, or why it is not known what it stands for. */
export type Parties = readonly Party[] | { readonly insufficient: string };

/** Members of two parties of which the packet goes from one to the other, standing for `count` such pairs. */
export interface Pair {
  readonly source: Member;
  readonly destination: Member;
  readonly ports: readonly PortFact[];
  readonly count: number;
  readonly request?: HttpRequest;
}

/**
 * One pair for each pair of parties. A member never stands opposite itself, unless that is all there is: a workload
 * that reaches itself is about its pods among each other.
 */
export function* pairs(sources: readonly Party[], destinations: readonly Party[]): Generator<Pair> {
  let any = false;
  for (const from of sources) {
    for (const to of destinations) {
      const [source, destination] = differing(from, to) ?? [];
      if (!source || !destination) continue;
      any = true;
      yield { source, destination, ports: to.ports, count: countPairs(from, to), request: to.request };
    }
  }
  const [from, to] = [sources[0], destinations[0]];
  if (any || !from || !to) return;
  const [source, destination] = [from.members[0]!, to.members[0]!];
  yield { source, destination, ports: to.ports, count: 1, request: to.request };
}

/** How many pairs of members there are in all. */
export function totalPairs(sources: readonly Party[], destinations: readonly Party[]): number {
  const size = (parties: readonly Party[]) => parties.reduce((sum, { members }) => sum + members.length, 0);
  const ids = new Set(sources.flatMap(({ members }) => members.map(({ id }) => id)));
  const shared = destinations.flatMap(({ members }) => members).filter(({ id }) => ids.has(id)).length;
  return Math.max(size(sources) * size(destinations) - shared, 1);
}

function countPairs(from: Party, to: Party): number {
  const ids = new Set(from.members.map(({ id }) => id));
  return from.members.length * to.members.length - to.members.filter(({ id }) => ids.has(id)).length;
}

function differing(from: Party, to: Party): [Member, Member] | undefined {
  for (const source of from.members.slice(0, 2)) {
    const destination = to.members.slice(0, 2).find(({ id }) => id !== source.id);
    if (destination) return [source, destination];
  }
  return undefined;
}
