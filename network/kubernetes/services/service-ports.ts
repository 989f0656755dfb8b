import { type Address, type Family, familyOf } from '../../address/address.ts';
import type { Allocation } from '../../topology/allocation.ts';
import type { Cluster } from '../../topology/cluster.ts';
import { entry, groupBy } from '../../topology/grouping.ts';
import { lazy, remembered } from '../../topology/ipam/lazy.ts';
import { hasNodePorts } from '../../topology/ipam/node-ports.ts';
import type { Service, ServicePort } from '../../topology/workload.ts';
import { type Endpoint, endpointsOf } from './endpoints.ts';

/** One port of a Service as kube-proxy of one family sees it. */
export interface ProxiedPort {
  readonly service: Service;
  readonly port: ServicePort;
  /** Its place among all, in which its rules stand. */
  readonly order: number;
  /** `default/web:http`; without a name just `default/web`. */
  readonly name: string;
  readonly clusterIP: Address;
  readonly externalIPs: readonly Address[];
  /** Addresses that a load balancer has for it (`status.loadBalancer.ingress`). */
  readonly loadBalancerIPs: readonly Address[];
  readonly nodePort?: number;
  endpoints(): readonly Endpoint[];
}

/** What kube-proxy knows of its cluster. */
export interface ServiceView {
  readonly cluster: Cluster;
  readonly allocation: Allocation;
  /** Addresses that a cloud's controller has written into a Service's status; none unless given. */
  loadBalancerIPs?(service: Service): readonly Address[];
}

/** A Service that kube-proxy acts for, with what its ports have in common. */
interface Proxied extends Pick<ProxiedPort, 'service' | 'clusterIP' | 'externalIPs' | 'loadBalancerIPs'> {
  /** Place of its first port among all. */
  readonly order: number;
}

/**
 * The Services of a cluster that kube-proxy of one family acts for, by what a packet shows of them. Their addresses are
 * indexed; the ports of a Service are made when somebody asks for it.
 */
export class ServicePorts {
  readonly family: Family;
  readonly #services: readonly Proxied[];
  readonly #portsOf: (one: Proxied) => readonly ProxiedPort[];
  readonly #all = lazy(() => this.#services.flatMap((one) => this.#portsOf(one)));
  readonly #byAddress = new Map<Address, Proxied[]>();
  readonly #byNodePort = lazy(() => byNodePort(this.where(hasNodePorts)));
  /** What has been asked for and is there: many Services may share a load balancer's address. */
  readonly #byDestination = new Map<string, readonly ProxiedPort[]>();

  constructor(view: ServiceView, family: Family = 4) {
    this.family = family;
    this.#services = proxiedServices(view, family);
    this.#portsOf = remembered((one) => portsOf(view, family, one));
    for (const one of this.#services) {
      for (const address of new Set(virtualAddresses(one))) entry(this.#byAddress, address, () => []).push(one);
    }
  }

  /** In rule order. */
  get all(): readonly ProxiedPort[] {
    return this.#all();
  }

  /** The Services, once for each of their ports, without making those. */
  *services(): Iterable<Service> {
    for (const { service } of this.#services) for (const _ of service.ports) yield service;
  }

  /** Ports of the Services that the test holds for, in rule order. */
  where(test: (service: Service) => boolean): readonly ProxiedPort[] {
    return this.#services.filter(({ service }) => test(service)).flatMap((one) => this.#portsOf(one));
  }

  /** Those with that ClusterIP, external address or load balancer's address, in rule order. */
  at(protocol: string, address: Address, port: number | undefined): readonly ProxiedPort[] {
    const services = this.#byAddress.get(address);
    if (!services) return [];
    const key = `${protocol} ${address} ${port}`;
    let found = this.#byDestination.get(key);
    if (!found) {
      const ports = services.flatMap((one) => this.#portsOf(one));
      found = ports.filter((one) => one.port.protocol === protocol && one.port.port === port);
      if (found.length > 0) this.#byDestination.set(key, found);
    }
    return found;
  }

  /** Every ClusterIP, external address and load balancer's address. */
  addresses(): Iterable<Address> {
    return this.#byAddress.keys();
  }

  /** The first port at an address. */
  firstAt(address: Address): ProxiedPort | undefined {
    const first = this.#byAddress.get(address)?.[0];
    return first && this.#portsOf(first)[0];
  }

  clusterIPs(): ReadonlySet<Address> {
    return new Set(this.#services.map(({ clusterIP }) => clusterIP));
  }

  onNodePort(protocol: string, port: number | undefined): readonly ProxiedPort[] {
    return this.#byNodePort().get(`${protocol} ${port}`) ?? [];
  }
}

/** Every address at which a port is to be had, but for those of the nodes. */
export function virtualAddresses({
  clusterIP,
  externalIPs,
  loadBalancerIPs,
}: Pick<ProxiedPort, 'clusterIP' | 'externalIPs' | 'loadBalancerIPs'>): readonly Address[] {
  return [clusterIP, ...externalIPs, ...loadBalancerIPs];
}

/** Headless and ExternalName Services have no ClusterIP, and kube-proxy passes them over. */
function proxiedServices(view: ServiceView, family: Family): readonly Proxied[] {
  const isOurs = (address: Address) => familyOf(address) === family;
  const { cluster, allocation } = view;
  const found: Proxied[] = [];
  let order = 0;
  for (const service of cluster.namespaces.flatMap((namespace) => namespace.services)) {
    const clusterIP = allocation.clusterIPs(service).find(isOurs);
    if (clusterIP === undefined || service.ports.length === 0) continue;
    const externalIPs = service.externalIPs.map(({ value }) => value).filter(isOurs);
    const loadBalancerIPs = (view.loadBalancerIPs?.(service) ?? []).filter(isOurs);
    found.push({ service, order, clusterIP, externalIPs, loadBalancerIPs });
    order += service.ports.length;
  }
  return found;
}

function portsOf({ cluster, allocation }: ServiceView, family: Family, one: Proxied): readonly ProxiedPort[] {
  const { service, order, ...addresses } = one;
  const endpoints = endpointsOf(cluster, allocation);
  return service.ports.map((port, index) => ({
    ...addresses,
    service,
    port,
    order: order + index,
    name: portName(service, port),
    nodePort: allocation.nodePort(service, index),
    endpoints: lazy(() => endpoints.of(service, index).filter(({ address }) => familyOf(address) === family)),
  }));
}

/** `ServicePortName.String()`: the colon only where the port has a name. */
export function portName({ namespace, name }: Service, port: ServicePort): string {
  return `${namespace}/${name}${port.name ? `:${port.name}` : ''}`;
}

function byNodePort(ports: readonly ProxiedPort[]): ReadonlyMap<string, readonly ProxiedPort[]> {
  const open = ports.filter(({ nodePort }) => nodePort !== undefined);
  return groupBy(open, ({ port, nodePort }) => `${port.protocol} ${nodePort}`);
}
