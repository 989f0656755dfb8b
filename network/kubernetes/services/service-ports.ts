import { type Address, type Family, familyOf } from '../../address/address.ts';
import type { Allocation } from '../../topology/allocation.ts';
import type { Cluster } from '../../topology/cluster.ts';
import { lazy } from '../../topology/ipam/lazy.ts';
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

/** The Services of a cluster that kube-proxy of one family acts for, by what a packet shows of them. */
export class ServicePorts {
  readonly all: readonly ProxiedPort[];
  readonly #byDestination = new Map<string, ProxiedPort[]>();
  readonly #byNodePort = new Map<string, ProxiedPort[]>();
  readonly family: Family;
  readonly #byAddress = lazy(() => addressesOf(this.all));

  constructor(view: ServiceView, family: Family = 4) {
    this.family = family;
    this.all = proxiedPorts(view, family);
    for (const one of this.all) {
      const { protocol, port } = one.port;
      for (const address of new Set(virtualAddresses(one))) {
        entry(this.#byDestination, `${protocol} ${address} ${port}`).push(one);
      }
      if (one.nodePort !== undefined) entry(this.#byNodePort, `${protocol} ${one.nodePort}`).push(one);
    }
  }

  /** Those with that ClusterIP, external address or load balancer's address, in rule order. */
  at(protocol: string, address: Address, port: number | undefined): readonly ProxiedPort[] {
    return this.#byDestination.get(`${protocol} ${address} ${port}`) ?? [];
  }

  /** Every ClusterIP, external address and load balancer's address, with the first port there that says so. */
  addresses(): ReadonlyMap<Address, ProxiedPort> {
    return this.#byAddress();
  }

  onNodePort(protocol: string, port: number | undefined): readonly ProxiedPort[] {
    return this.#byNodePort.get(`${protocol} ${port}`) ?? [];
  }
}

/** Every address at which a port is to be had, but for those of the nodes. */
export function virtualAddresses({ clusterIP, externalIPs, loadBalancerIPs }: ProxiedPort): readonly Address[] {
  return [clusterIP, ...externalIPs, ...loadBalancerIPs];
}

/** Headless and ExternalName Services have no ClusterIP, and kube-proxy passes them over. */
function proxiedPorts(view: ServiceView, family: Family): readonly ProxiedPort[] {
  const isOurs = (address: Address) => familyOf(address) === family;
  const { cluster, allocation } = view;
  const endpoints = endpointsOf(cluster, allocation);
  const found: ProxiedPort[] = [];
  for (const service of cluster.namespaces.flatMap((namespace) => namespace.services)) {
    const clusterIP = allocation.clusterIPs(service).find(isOurs);
    if (clusterIP === undefined) continue;
    service.ports.forEach((port, index) => {
      found.push({
        service,
        port,
        order: found.length,
        name: portName(service, port),
        clusterIP,
        externalIPs: service.externalIPs.map(({ value }) => value).filter(isOurs),
        loadBalancerIPs: (view.loadBalancerIPs?.(service) ?? []).filter(isOurs),
        nodePort: allocation.nodePort(service, index),
        endpoints: lazy(() => endpoints.of(service, index).filter(({ address }) => isOurs(address))),
      });
    });
  }
  return found;
}

/** `ServicePortName.String()`: the colon only where the port has a name. */
export function portName({ namespace, name }: Service, port: ServicePort): string {
  return `${namespace}/${name}${port.name ? `:${port.name}` : ''}`;
}

function addressesOf(ports: readonly ProxiedPort[]): ReadonlyMap<Address, ProxiedPort> {
  const found = new Map<Address, ProxiedPort>();
  for (const port of ports) {
    for (const address of virtualAddresses(port)) if (!found.has(address)) found.set(address, port);
  }
  return found;
}

function entry<V>(map: Map<string, V[]>, key: string): V[] {
  let list = map.get(key);
  if (!list) {
    list = [];
    map.set(key, list);
  }
  return list;
}
