import { type Address, addressAt } from '../address/address.ts';
import { prefix } from '../address/parse.ts';
import { perObject } from '../topology/ipam/lazy.ts';
import { machinesOf, type Topology } from '../topology/topology.ts';
import type { NatGateway } from '../topology/underlay.ts';
import type { Service } from '../topology/workload.ts';

/** What a provider hands out where nobody writes an address: documentation's range (RFC 5737), then benchmarking's (RFC 2544). */
const POOLS = ['198.51.100.0/24', '198.18.0.0/15'].map(prefix);

/** Public addresses of NAT gateways and load balancers: those written, else the provider's next one. */
export interface PublicAddresses {
  ofNatGateway(gateway: NatGateway): Address | undefined;
  /** The n-th one that a load balancer gets: one a zone where it has several. */
  ofService(service: Service, index: number): Address;
  ofIngress(id: string, index: number): Address;
}

/** The same object every time for one topology. */
export const publicAddresses = perObject((topology: Topology): PublicAddresses => new Pool(topology));

/** NAT gateways count down from the end of the first pool, load balancers up: neither's newcomers move the other. */
class Pool implements PublicAddresses {
  readonly #taken: ReadonlySet<Address>;
  readonly #given = new Map<string, Address>();

  constructor(topology: Topology) {
    const gateways = topology.vpcs.flatMap(({ natGateways }) => natGateways);
    const machines = machinesOf(topology);
    const services = topology.clusters.flatMap(({ namespaces }) => namespaces.flatMap((one) => one.services));
    this.#taken = new Set(
      [
        ...gateways.flatMap(({ publicAddress }) => publicAddress ?? []),
        ...machines.flatMap(({ publicAddresses: written }) => written),
        ...services.flatMap(({ loadBalancerIP }) => loadBalancerIP ?? []),
      ].map(({ value }) => value),
    );
    const ingresses = topology.clusters.flatMap(({ namespaces }) => namespaces.flatMap((one) => one.ingresses));
    const balanced = services.filter(({ type }) => type === 'LoadBalancer');
    this.#fill(
      gateways.map(({ id }) => `nat ${id}`),
      this.#downwards(),
    );
    this.#fill(
      [
        // So many zones at most get an address of their own; a further zone shares the last one's place with nobody.
        ...balanced.flatMap(({ id }) => ZONES.map((zone) => `service ${id} ${zone}`)),
        ...ingresses.flatMap(({ id }) => ZONES.map((zone) => `ingress ${id} ${zone}`)),
      ],
      this.#upwards(),
    );
  }

  ofNatGateway({ id, publicAddress }: NatGateway): Address | undefined {
    return publicAddress?.value ?? this.#given.get(`nat ${id}`);
  }

  ofService({ id, loadBalancerIP }: Service, index: number): Address {
    return (index === 0 ? loadBalancerIP?.value : undefined) ?? this.#given.get(`service ${id} ${index}`)!;
  }

  ofIngress(id: string, index: number): Address {
    return this.#given.get(`ingress ${id} ${index}`)!;
  }

  #fill(keys: readonly string[], from: Iterator<Address>): void {
    for (const key of keys) {
      const next = from.next();
      if (next.done) return;
      this.#given.set(key, next.value);
    }
  }

  *#downwards(): Generator<Address> {
    const [{ first, last }] = POOLS as [(typeof POOLS)[0]];
    for (let one = addressAt(last, -1); one > first; one = addressAt(one, -1)) if (!this.#taken.has(one)) yield one;
  }

  *#upwards(): Generator<Address> {
    for (const { first, last } of POOLS) {
      const end = last === POOLS[0]!.last ? addressAt(last, -128) : last;
      for (let one = addressAt(first, 1); one < end; one = addressAt(one, 1)) if (!this.#taken.has(one)) yield one;
    }
  }
}

/** Zones in which a load balancer may have an address. */
export const ZONES = [0, 1, 2, 3] as const;
