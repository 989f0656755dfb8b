import type { NetworkNamespace } from '../linux/namespace.ts';
import type { Allocate, Placement } from '../topology/allocation.ts';
import { indexById } from '../topology/by-id.ts';
import type { Topology } from '../topology/topology.ts';
import type { Segment } from '../topology/underlay.ts';
import { balancersOf } from './balancers.ts';
import { buildBalancer } from './build-balancer.ts';
import type { Cards } from './cards.ts';
import type { Clusters } from './clusters.ts';
import type { Containers } from './containers.ts';
import { buildInternetGateway, buildNat, elasticGateway } from './gateways.ts';
import { endsAt, type Link } from './links.ts';
import { buildHost } from './machine.ts';
import type { MachineInterface } from './nics.ts';
import { buildNode, buildPod } from './node.ts';
import { translatedBy } from './outside.ts';
import { buildGateway, buildRouter, buildStranger } from './router.ts';
import { buildVpcRouter } from './vpc.ts';

/** What the machines of a network are built from. */
export interface Site {
  readonly topology: Topology;
  readonly allocate: Allocate;
  readonly clusters: Clusters;
  readonly containers: Containers;
  readonly cards: Cards;
  readonly links: readonly Link[];
  /** A pod that somebody has asked the key of. */
  pod(key: string): Placement | undefined;
  stranger(key: string): Stranger | undefined;
  internet(): NetworkNamespace;
}

/** A machine that nobody declared, at a free address of a segment. */
export interface Stranger {
  readonly segment: Segment;
  readonly card: MachineInterface;
}

type Builder = (site: Site, id: string, key: string) => NetworkNamespace | undefined;

/** By the kind that a key begins with (`keys.ts`). */
const BUILDERS: Readonly<Record<string, Builder>> = {
  node: ({ topology, clusters }, id) =>
    make(indexById(topology).nodes.get(id), (node) => buildNode(clusters.partsOf(node.cluster), node)),
  pod: (site, _, key) => make(site.pod(key), (pod) => buildPod(site.clusters.partsOf(pod.workload.cluster), pod)),
  host: ({ topology, containers }, id) =>
    make(indexById(topology).hosts.get(id), (host) => buildHost(topology, host, containers)),
  container: ({ containers }, id) => containers.build(id),
  overlay: ({ containers }, _, key) => containers.buildOverlay(key),
  router: ({ topology, cards, clusters }, id, key) =>
    make(indexById(topology).routers.get(id), (router) =>
      buildRouter(topology, router, cards.of(key), (peer) => clusters.told(peer)),
    ),
  gateway: ({ topology, cards }, id, key) =>
    make(indexById(topology).segments.get(id), (segment) =>
      make(cards.of(key)[0], (card) => buildGateway(topology, segment, card)),
    ),
  vpc: ({ topology, cards, clusters, links }, id, key) =>
    make(indexById(topology).vpcs.get(id), (vpc) =>
      buildVpcRouter(topology, vpc, cards.of(key), () => clusters.plugins(), endsAt(links, key)),
    ),
  igw: ({ topology, cards }, id, key) =>
    make(indexById(topology).vpcs.get(id), (vpc) => {
      const [gateway, card] = [elasticGateway(topology, vpc), cards.of(key)[0]];
      return gateway && card && buildInternetGateway(vpc, gateway, card, translatedBy(topology, vpc));
    }),
  lb: ({ topology, allocate }, _, key) =>
    make(balancersOf(topology).get(key), (balancer) => buildBalancer(topology, allocate(balancer.cluster), balancer)),
  nat: ({ topology, cards }, id, key) => buildNat(topology, id, cards.of(key)[0]),
  internet: (site) => site.internet(),
  stranger: (site, _, key) =>
    make(site.stranger(key), ({ segment, card }) => buildStranger(site.topology, segment, card)),
};

/** The machine with that key as its declaration makes it; undefined when the key names none. */
export function build(site: Site, key: string): NetworkNamespace | undefined {
  const cut = key.indexOf(':');
  const kind = key.slice(0, cut);
  return Object.hasOwn(BUILDERS, kind) ? BUILDERS[kind]!(site, key.slice(cut + 1), key) : undefined;
}

function make<T, R>(value: T | undefined, build: (value: T) => R | undefined): R | undefined {
  return value === undefined ? undefined : build(value);
}
