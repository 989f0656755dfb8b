import type { Speaker, Speakers } from '../speakers.ts';
import type { Peerings } from './peerings.ts';

/** A reflector that has learnt the route, and how. */
interface Learnt {
  readonly at: Speaker;
  /** By a session with a client of its own. */
  readonly fromClient: boolean;
  readonly clusterList: readonly string[];
}

/**
 * Which nodes learn each other's routes. All speak iBGP (one AS number): a speaker passes on nothing that it has learnt by
 * iBGP, unless it is a route reflector (RFC 4456). Nodes with the same peerings are one class, and what two classes learn of
 * each other is worked out when first asked for.
 */
export class Propagation {
  private readonly speakers: Speakers;
  private readonly peerings: Peerings;
  private readonly known = new Map<string, boolean>();
  private classes: readonly (readonly Speaker[])[] | undefined;

  constructor(speakers: Speakers, peerings: Peerings) {
    this.speakers = speakers;
    this.peerings = peerings;
  }

  /** Whether `own` learns the routes that `other` originates. A speaker that has stopped keeps what it had (`persist`). */
  learns(own: Speaker, other: Speaker): boolean {
    if (!other.running) return false;
    return this.isDirect(own, other) || this.isReflected(own, other);
  }

  isDirect(own: Speaker, other: Speaker): boolean {
    return this.peerings.between(own, other) !== undefined;
  }

  private isReflected(own: Speaker, other: Speaker): boolean {
    if (this.reflectors().length === 0) return false;
    const key = `${this.peerings.roleOf(own).key} ${this.peerings.roleOf(other).key}`;
    let found = this.known.get(key);
    if (found === undefined) {
      found = this.search(own, other);
      this.known.set(key, found);
    }
    return found;
  }

  /** Breadth first over the reflectors, so that each is reached by the shortest cluster list. */
  private search(own: Speaker, other: Speaker): boolean {
    const start: Learnt = { at: other, fromClient: true, clusterList: [] };
    const queue = [start];
    const visited = new Set<string>();
    for (const from of queue) {
      if (from !== start && passes(from, own) && this.isDirect(from.at, own)) return true;
      for (const at of this.others(own, other)) {
        if (!this.isDirect(from.at, at) || (from !== start && !passes(from, at))) continue;
        const fromClient = isClient(at, from.at);
        const key = `${this.peerings.roleOf(at).key} ${fromClient}`;
        if (visited.has(key)) continue;
        visited.add(key);
        queue.push({ at, fromClient, clusterList: from === start ? [] : [...from.clusterList, from.at.clusterId!] });
      }
    }
    return false;
  }

  /** One reflector of each class that is neither of the two. */
  private *others(own: Speaker, other: Speaker): Iterable<Speaker> {
    for (const members of this.reflectors()) {
      const found = members.find((member) => member !== own && member !== other);
      if (found) yield found;
    }
  }

  /** The reflectors that run, by class; three of each are enough to find one that is not at either end. */
  private reflectors(): readonly (readonly Speaker[])[] {
    if (this.classes) return this.classes;
    const classes = new Map<string, Speaker[]>();
    for (const speaker of this.speakers.all()) {
      if (speaker.clusterId === undefined || !speaker.running) continue;
      const { key } = this.peerings.roleOf(speaker);
      const members = classes.get(key) ?? [];
      classes.set(key, members);
      if (members.length < 3) members.push(speaker);
    }
    this.classes = [...classes.values()];
    return this.classes;
  }
}

/**
 * Whether a reflector sends a route on to a peer, and the peer takes it: from a client to everybody, from others to clients
 * only; never to a client, nor by one, whose cluster the route has been through (BIRD's `bgp_cluster_list_loopy`, which
 * looks at sessions with clients only).
 */
function passes({ at, fromClient, clusterList }: Learnt, peer: Speaker): boolean {
  const toClient = isClient(at, peer);
  if (!fromClient && !toClient) return false;
  if (toClient && clusterList.includes(at.clusterId!)) return false;
  return !isClient(peer, at) || ![...clusterList, at.clusterId].includes(peer.clusterId);
}

/** confd's template makes a peer a client (`rr client`) when it is not a reflector of the same cluster id. */
function isClient({ clusterId }: Speaker, peer: Speaker): boolean {
  return clusterId !== undefined && peer.clusterId !== clusterId;
}
