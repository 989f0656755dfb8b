import { type Address, formatAddress } from '../address/address.ts';
import { type Endpoint, endpointsOf } from '../kubernetes/services/endpoints.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { EthernetFrame } from '../linux/packet.ts';
import type { Allocate, Placement } from '../topology/allocation.ts';
import { indexById } from '../topology/by-id.ts';
import type { Trace } from '../topology/question.ts';
import type { Topology } from '../topology/topology.ts';
import type { Segment } from '../topology/underlay.ts';
import type { Service } from '../topology/workload.ts';
import { build, type Site, type Stranger } from './builders.ts';
import { Cards } from './cards.ts';
import { Clusters } from './clusters.ts';
import { Containers } from './containers.ts';
import { decideInFabric, type FabricDecision } from './fabric.ts';
import { type Guard, Guards } from './guards.ts';
import { buildInternet, internetSegment } from './internet.ts';
import { INTERNET_KEY, nodeKey, podKey, strangerKey } from './keys.ts';
import { addLinks, endsAt, type Link, linksOf } from './links.ts';
import { type NamedQuestion, takeApart } from './names.ts';
import type { Network, NetworkOptions } from './network.ts';
import { cardOn } from './nics.ts';
import { proxiesBySegment } from './proxies.ts';
import { type Attachment, type Wiring, wire } from './wiring.ts';

/** The machines of a topology; nothing is built before somebody asks for it. */
export function createNetwork(topology: Topology, allocate: Allocate, options: NetworkOptions = {}): Network {
  return new LazyNetwork(topology, allocate, options);
}

class LazyNetwork implements Network, Site {
  readonly topology: Topology;
  readonly allocate: Allocate;
  private readonly mutate: NonNullable<NetworkOptions['mutate']>;
  readonly containers: Containers;
  private readonly namespaces = new Map<string, NetworkNamespace>();
  readonly clusters: Clusters;
  private readonly pods = new Map<string, Placement>();
  private readonly strangers = new Map<string, Stranger>();
  private readonly outside: Segment;
  private readonly guards: Guards;
  private lazyLinks: readonly Link[] | undefined;
  private lazyCards: Cards | undefined;
  private lazyWiring: Wiring | undefined;
  private lazyProxies: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(topology: Topology, allocate: Allocate, options: NetworkOptions) {
    this.topology = topology;
    this.allocate = allocate;
    this.mutate = options.mutate ?? {};
    this.containers = new Containers(topology);
    this.clusters = new Clusters(topology, allocate, (pod) => this.podKey(pod));
    this.outside = internetSegment(topology);
    this.guards = new Guards(topology, () => this.wiring, this.clusters);
  }

  namespace(key: string): NetworkNamespace | undefined {
    const known = this.namespaces.get(key);
    if (known) return known;
    const built = build(this, key);
    if (!built) return undefined;
    if (!key.startsWith('vpc:')) addLinks(built, endsAt(this.links, key), true);
    this.namespaces.set(key, built);
    this.mutate[key]?.(built);
    return built;
  }

  built(): readonly string[] {
    return [...this.namespaces.keys()];
  }

  podKey(pod: Placement): string {
    if (pod.workload.hostNetwork) return nodeKey(pod.node);
    const key = podKey(pod);
    this.pods.set(key, pod);
    return key;
  }

  endpoints(service: Service): readonly Endpoint[] {
    const cluster = indexById(this.topology).clusters.get(service.cluster);
    return cluster ? endpointsOf(cluster, this.allocate(cluster)).addresses(service) : [];
  }

  takeApart(question: Trace, name: string): NamedQuestion | { readonly insufficient: string } {
    return takeApart(this.topology, this.allocate, question, name);
  }

  strangerKey(segment: Segment, address: Address): string {
    const name = formatAddress(address);
    const key = strangerKey(segment, name);
    if (!this.strangers.has(key)) {
      const card = cardOn(segment, [address], key);
      this.strangers.set(key, { segment, card });
      this.wiring.add({ key, name, cards: [card] });
    }
    return key;
  }

  holders(address: Address): readonly string[] {
    const keys = new Set([...this.wiring.holders(address), ...this.containers.holders(address)]);
    const attached = this.clusters.attachedAt(address);
    if (attached) keys.add(attached.namespace);
    for (const cluster of this.topology.clusters) {
      const allocation = this.allocate(cluster);
      const pod = allocation.podAt(address);
      if (pod) keys.add(this.podKey(pod));
      const node = allocation.nodeOfRange(address);
      if (node) keys.add(nodeKey(node));
    }
    return [...keys];
  }

  proxies(segment: string): readonly string[] {
    this.lazyProxies ??= proxiesBySegment(this.cards.all(), this.topology, this.mutate);
    return this.lazyProxies.get(segment) ?? [];
  }

  isMutated(key: string): boolean {
    return Object.hasOwn(this.mutate, key);
  }

  segment(id: string): Segment | undefined {
    return indexById(this.topology).segments.get(id) ?? (id === this.outside.id ? this.outside : undefined);
  }

  attachment(segment: string, mac: string): Attachment | undefined {
    return this.wiring.attachment(segment, mac);
  }

  fabric(id: string, frame: EthernetFrame, answering?: string): FabricDecision | undefined {
    const segment = this.segment(id);
    return segment && decideInFabric(this, segment, frame, answering);
  }

  guard(segment: string, mac: string): Guard | undefined {
    return this.guards.of(segment, mac);
  }

  answers(segment: string, address: Address): string | undefined {
    const card = this.clusters.attachedAt(address);
    if (card?.segment === segment) return card.mac;
    return segment === this.outside.id ? this.wiring.deviceOf(segment, INTERNET_KEY)?.mac : undefined;
  }

  pod(key: string): Placement | undefined {
    return this.pods.get(key);
  }

  stranger(key: string): Stranger | undefined {
    return this.strangers.get(key);
  }

  internet(): NetworkNamespace {
    return buildInternet(this.topology, {
      has: (address) => this.isPublished(address),
      all: () => this.wiring.addressesOn(this.outside.id),
    });
  }

  /** Whether a gateway, a NAT gateway or a load balancer has the address on the Internet. */
  private isPublished(address: Address): boolean {
    return this.wiring.holders(address).some((key) => this.wiring.deviceOf(this.outside.id, key) !== undefined);
  }

  get links(): readonly Link[] {
    this.lazyLinks ??= linksOf(this.topology, (segment) => this.cards.gatewayOf(segment));
    return this.lazyLinks;
  }

  get cards(): Cards {
    this.lazyCards ??= new Cards(this.topology);
    return this.lazyCards;
  }

  get wiring(): Wiring {
    if (!this.lazyWiring) {
      const builtOf = (key: string) => (this.mutate[key] ? this.namespace(key) : undefined);
      this.lazyWiring = wire(this.cards.all(), builtOf, (mac) => this.clusters.attachedByMac(mac));
    }
    return this.lazyWiring;
  }
}
