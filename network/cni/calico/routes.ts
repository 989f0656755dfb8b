import { type Address, formatAddress } from '../../address/address.ts';
import { containsAddress, hostPrefix, type Prefix, samePrefix } from '../../address/prefix.ts';
import { lookupRoute } from '../../linux/fib.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { RefusedRoute, Route } from '../../linux/route.ts';
import type { RouteSource } from '../../linux/routing-table.ts';
import type { Allocation } from '../../topology/allocation.ts';
import type { Calico } from '../../topology/cni.ts';
import type { Origin } from '../../topology/origin.ts';
import type { Bgp } from './bgp/bgp.ts';
import { FELIX } from './names.ts';
import type { Pool } from './pools.ts';
import { isSameSubnet, type Speaker } from './speakers.ts';

/** What the routes of all nodes of a cluster are made of. */
export interface Fabric extends Bgp {
  readonly config: Calico;
  readonly allocation: Allocation;
}

/** A block, or a single address out of another node's block, and the node that it leads to. */
interface Destination {
  readonly prefix: Prefix;
  readonly speaker: Speaker;
  readonly pool?: Pool;
}

/** A node's routes to the pods of the others: Felix's for pools with VXLAN, BIRD's for all others. */
export function remoteRoutes(fabric: Fabric, own: Speaker, namespace: NetworkNamespace): RouteSource {
  return new RemoteRoutes(fabric, own, namespace);
}

class RemoteRoutes implements RouteSource {
  private readonly fabric: Fabric;
  private readonly own: Speaker;
  private readonly namespace: NetworkNamespace;
  /** BIRD resolves next hops by other routes than these. */
  private resolving = false;

  constructor(fabric: Fabric, own: Speaker, namespace: NetworkNamespace) {
    this.fabric = fabric;
    this.own = own;
    this.namespace = namespace;
  }

  matches(address: Address): readonly Route[] {
    if (this.resolving) return [];
    return this.holding(address).flatMap((one) => this.routeTo(one) ?? []);
  }

  *all(): Iterable<Route> {
    for (const one of this.everything()) {
      const route = this.routeTo(one);
      if (route) yield route;
    }
  }

  /** Where no session leads to a node its routes are missing, which is as good as refused. */
  refused(address: Address): RefusedRoute | undefined {
    if (this.resolving) return undefined;
    const [one] = this.holding(address);
    if (!one || one.pool?.tunnel === 'vxlan' || this.learns(one.speaker)) return undefined;
    const { running, node } = one.speaker;
    const reason = running ? `no BGP session leads to ${node.name}` : `BGP is stopped on ${node.name}`;
    const route = this.bird(
      { destination: one.prefix, via: one.speaker.address, device: this.own.nic.device },
      node.origin,
    );
    return { route, reason, untold: true, code: running ? 'BGP-NO-REFLECTOR' : undefined };
  }

  private learns(speaker: Speaker): boolean {
    return this.fabric.propagation.learns(this.own, speaker);
  }

  /** The single address first, which is the longer prefix. */
  private holding(address: Address): readonly Destination[] {
    const { allocation } = this.fabric;
    const stray = allocation.strayPods().get(address);
    const node = allocation.nodeOfRange(address);
    const block = node && allocation.nodePodCIDRs(node).find((range) => containsAddress(range, address));
    return [...this.destination(hostPrefix(address), stray), ...(block ? this.destination(block, node) : [])];
  }

  private *everything(): Iterable<Destination> {
    const { allocation, speakers } = this.fabric;
    for (const { node } of speakers.all()) {
      for (const block of allocation.nodePodCIDRs(node)) yield* this.destination(block, node);
    }
    for (const [address, node] of allocation.strayPods()) {
      yield* this.destination(hostPrefix(address), node);
    }
  }

  private destination(prefix: Prefix, node: Speaker['node'] | undefined): readonly Destination[] {
    const speaker = node && this.fabric.speakers.of(node);
    if (!speaker || speaker === this.own || typeof prefix.first !== 'number') return [];
    const pool = this.fabric.pools.at(prefix.first);
    // The filter towards peers lets blocks through, and single addresses of pools.
    if (!pool && prefix.length === 32) return [];
    return [{ prefix, speaker, pool }];
  }

  private routeTo(one: Destination): Route | undefined {
    if (one.pool?.tunnel === 'vxlan') return this.byFelix(one, one.pool);
    if (!this.learns(one.speaker) || this.isTaken(one.prefix)) return undefined;
    return this.byBird(one);
  }

  /** BIRD adds no route to a prefix that somebody else has a route to (`NLM_F_EXCL`). */
  private isTaken(prefix: Prefix): boolean {
    const others = this.amongOthers(() => this.namespace.main.matches(prefix.first));
    return others.some(({ destination, metric }) => samePrefix(destination, prefix) && !metric);
  }

  /** Felix knows every node from the datastore and needs no BGP. */
  private byFelix({ prefix, speaker }: Destination, pool: Pool): Route | undefined {
    const { own } = this;
    const base = { type: 'unicast', destination: prefix, scope: 'global', onlink: true, origin: pool.origin } as const;
    if (pool.crossSubnet && isSameSubnet(own, speaker)) {
      // `Nexthop device is not up`: on-link or not, the kernel takes no route by it.
      if (!this.namespace.devices.get(own.nic.device)?.up) return undefined;
      return { ...base, via: speaker.address, device: own.nic.device, protocol: FELIX };
    }
    const via = speaker.tunnelAddress('vxlan');
    if (via === undefined || own.tunnelAddress('vxlan') === undefined) return undefined;
    return { ...base, via, device: 'vxlan.calico', protocol: 'boot' };
  }

  /** iBGP keeps the next hop: the node itself, which `gateway recursive` resolves by the other routes. */
  private byBird({ prefix, speaker, pool }: Destination): Route | undefined {
    const { address } = speaker;
    const origin = pool?.origin ?? this.fabric.config.origin;
    const way = this.resolve(address);
    if (!way) {
      // Without a way to each other two speakers have no session; what a reflector tells is unreachable.
      if (this.fabric.propagation.isDirect(this.own, speaker)) return undefined;
      return { type: 'unreachable', destination: prefix, scope: 'global', protocol: 'bird', origin };
    }
    if (pool?.tunnel === 'ipip' && !(pool.crossSubnet && isSameSubnet(this.own, speaker))) {
      return this.bird({ destination: prefix, via: address, device: 'tunl0', onlink: true }, origin);
    }
    const route = this.bird({ destination: prefix, via: way.via ?? address, device: way.device }, origin);
    return way.via === undefined ? route : { ...route, caution: overRouter(speaker, way.via) };
  }

  private resolve(address: Address): Route | undefined {
    const route = this.amongOthers(() => lookupRoute(this.namespace, { destination: address })?.route);
    return route?.type === 'unicast' ? route : undefined;
  }

  /** Asks the tables without these routes. */
  private amongOthers<T>(ask: () => T): T {
    this.resolving = true;
    try {
      return ask();
    } finally {
      this.resolving = false;
    }
  }

  private bird(parts: Pick<Route, 'destination' | 'via' | 'device' | 'onlink'>, origin: Origin): Route {
    return { type: 'unicast', ...parts, scope: 'global', protocol: 'bird', origin };
  }
}

function overRouter({ node }: Speaker, gateway: Address): Route['caution'] {
  const reason = `${node.name} is behind ${formatAddress(gateway)}, which gets the bare packet`;
  return { code: 'BACKEND-L2', reason };
}
