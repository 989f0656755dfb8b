import { type Address, familyOf } from '../address/address.ts';
import { address } from '../address/parse.ts';
import type { Association } from '../cloud/gateways/one-to-one.ts';
import {
  FreeAddresses,
  internalSubnet,
  subnetsFor,
  subnetsOfIngress,
  vpcOfCluster,
  zonesOf,
} from '../cloud/load-balancers/places.ts';
import { publicAddresses, ZONES } from '../cloud/public-addresses.ts';
import type { Cluster } from '../topology/cluster.ts';
import { groupBy } from '../topology/grouping.ts';
import { perObject } from '../topology/ipam/lazy.ts';
import type { Topology } from '../topology/topology.ts';
import type { Segment, Vpc } from '../topology/underlay.ts';
import type { Ingress, Service } from '../topology/workload.ts';
import { outerCard } from './gateways.ts';
import { balancerKey } from './keys.ts';
import { cardOn, type MachineInterface } from './nics.ts';

/** A load balancer, or the part of one that is in one zone. */
export interface Balancer {
  readonly key: string;
  readonly name: string;
  readonly vpc: Vpc;
  readonly cluster: Cluster;
  readonly owner: { readonly service: Service } | { readonly ingress: Ingress };
  /** Its card in the VPC, `eth0`. */
  readonly inner: MachineInterface;
  /** Its card on the Internet, where no Internet gateway translates for it. */
  readonly outer?: MachineInterface;
  /** The address that clients use. */
  readonly address: Address;
  /** Its public address and the one that it stands for, where the Internet gateway translates. */
  readonly association?: Association;
}

/** Where load balancers are reached from inside the VPC that have no address in it: Alibaba Cloud's are in 100.64.0.0/10. */
const CARRIER = address('100.64.0.1') as number;

/** Providers whose load balancers are not modelled: Google's and Azure's leave the destination as it is. */
export function isModelled({ provider }: Vpc): boolean {
  return provider !== 'gcp' && provider !== 'azure';
}

/** The load balancers of a topology; the same object every time. */
export const balancersOf = perObject((topology: Topology) => new Balancers(topology));

/** Every load balancer that a cloud's controllers have made. */
class Balancers {
  readonly all: readonly Balancer[];
  readonly #byKey: ReadonlyMap<string, Balancer>;
  readonly #byOwner: ReadonlyMap<Service | Ingress, readonly Balancer[]>;

  constructor(topology: Topology) {
    const maker = new Maker(topology);
    this.all = topology.clusters.flatMap((cluster) => maker.ofCluster(cluster));
    this.#byKey = new Map(this.all.map((one) => [one.key, one]));
    this.#byOwner = groupBy(this.all, ({ owner }) => ('service' in owner ? owner.service : owner.ingress));
  }

  get(key: string): Balancer | undefined {
    return this.#byKey.get(key);
  }

  of(owner: Service | Ingress): readonly Balancer[] {
    return this.#byOwner.get(owner) ?? [];
  }
}

class Maker {
  readonly #topology: Topology;
  readonly #free: FreeAddresses;
  #carrier = CARRIER;

  constructor(topology: Topology) {
    this.#topology = topology;
    this.#free = new FreeAddresses(topology);
  }

  ofCluster(cluster: Cluster): readonly Balancer[] {
    const services = cluster.namespaces.flatMap((one) => one.services).filter(({ type }) => type === 'LoadBalancer');
    const ingresses = cluster.namespaces.flatMap((one) => one.ingresses).filter((one) => one.class === 'alb');
    if (services.length + ingresses.length === 0) return [];
    const place = vpcOfCluster(this.#topology, cluster);
    if (!place || !isModelled(place.vpc)) return [];
    // Addresses that are written come first, so that none of them is handed out.
    const written = [...services].sort((a, b) => Number(!a.loadBalancerIP) - Number(!b.loadBalancerIP));
    return [
      ...written.flatMap((service) => this.#ofService(cluster, place, service)),
      ...ingresses.flatMap((ingress) => this.#ofIngress(cluster, place.vpc, ingress)),
    ];
  }

  #ofService(cluster: Cluster, { vpc, subnet }: { vpc: Vpc; subnet: Segment }, service: Service): readonly Balancer[] {
    const inside = internalSubnet(this.#topology, vpc, service);
    const base = { vpc, cluster, owner: { service } };
    if (inside) {
      const own = service.loadBalancerIP!.value;
      const key = balancerKey(service, 'service', 0);
      return [{ ...base, key, name: nameOf(service), inner: cardOn(inside, [own], key), address: own }];
    }
    const give = (index: number) => publicAddresses(this.#topology).ofService(service, index);
    if (vpc.provider !== 'aws') return [this.#edge({ ...base, name: nameOf(service) }, subnet, service, give(0))];
    const subnets = zonesOf(subnetsFor(this.#topology, vpc, true));
    return this.#inZones(base, subnets, service, 'service', give);
  }

  #ofIngress(cluster: Cluster, vpc: Vpc, ingress: Ingress): readonly Balancer[] {
    const subnets = zonesOf(subnetsOfIngress(this.#topology, vpc, ingress));
    const facing = ingress.scheme === 'internet-facing';
    const give = (index: number) => publicAddresses(this.#topology).ofIngress(ingress.id, index);
    return this.#inZones({ vpc, cluster, owner: { ingress } }, subnets, ingress, 'ingress', facing ? give : undefined);
  }

  /** A load balancer at the edge of the cloud: its public address is its own, and it has none in the VPC. */
  #edge(base: Pick<Balancer, 'vpc' | 'cluster' | 'owner' | 'name'>, subnet: Segment, service: Service, own: Address) {
    const key = balancerKey(service, 'service', 0);
    const card = cardOn(subnet, [], key);
    const inner = { ...card, addresses: [{ address: this.#carrier++, length: 32 }] };
    return { ...base, key, inner, outer: outerCard(this.#topology, [own], key), address: own };
  }

  /** One with an address in a subnet of each zone, and a public one for each of these where it faces the Internet. */
  #inZones(
    base: Pick<Balancer, 'vpc' | 'cluster' | 'owner'>,
    subnets: readonly Segment[],
    owner: Service | Ingress,
    kind: 'service' | 'ingress',
    give: ((index: number) => Address) | undefined,
  ): readonly Balancer[] {
    return subnets.slice(0, ZONES.length).flatMap((subnet, index): readonly Balancer[] => {
      const own = this.#free.next(subnet);
      if (own === undefined) return [];
      const key = balancerKey(owner, kind, index);
      const name = `${nameOf(owner)}@${subnet.name}`;
      const one = { ...base, key, name, inner: cardOn(subnet, [own], key) };
      const outside = give?.(index);
      if (outside === undefined) return [{ ...one, address: own }];
      const association = { own, public: outside, origin: owner.origin };
      if (base.vpc.provider === 'aws') return [{ ...one, address: outside, association }];
      return [{ ...one, address: outside, outer: outerCard(this.#topology, [outside], key) }];
    });
  }
}

function nameOf({ namespace, name }: Service | Ingress): string {
  return `${namespace}/${name}`;
}

/** What the Internet gateway of a VPC translates for load balancers. */
export function balancerAssociations(topology: Topology, vpc: Vpc): readonly Association[] {
  return balancersOf(topology).all.flatMap((one) => (one.vpc === vpc ? (one.association ?? []) : []));
}

/** Addresses that a cloud's controller writes into a Service's status; AWS writes a name there. */
export function statusAddresses(topology: Topology, service: Service): readonly Address[] {
  const own = balancersOf(topology).of(service);
  return own.filter(({ vpc, address: one }) => vpc.provider !== 'aws' && familyOf(one) === 4).map((one) => one.address);
}
