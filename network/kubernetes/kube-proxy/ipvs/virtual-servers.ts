import type { Address } from '../../../address/address.ts';
import type { IpvsTable, RealServer, VirtualServer } from '../../../linux/ipvs.ts';
import { lazy } from '../../../topology/ipam/lazy.ts';
import type { Endpoint } from '../../services/endpoints.ts';
import { type ProxiedPort, type ServicePorts, virtualAddresses } from '../../services/service-ports.ts';
import { AFFINITY_SECONDS, type Traffic, trafficOf, withoutEndpoints } from '../../services/traffic.ts';

export interface IpvsContext {
  readonly node: string;
  readonly scheduler: string;
  /** The node's own addresses, but those of kube-ipvs0 and of lo: node ports are to be had there. */
  nodeAddresses(): ReadonlySet<Address>;
}

/** The virtual servers that kube-proxy of one family keeps on a node, each made when it is asked for. */
export class VirtualServers implements IpvsTable {
  readonly #ports: ServicePorts;
  readonly #context: IpvsContext;

  constructor(ports: ServicePorts, context: IpvsContext) {
    this.#ports = ports;
    this.#context = context;
  }

  at(protocol: string, address: Address, port: number | undefined): VirtualServer | undefined {
    const [virtual] = this.#ports.at(protocol, address, port);
    if (virtual) return this.#server(virtual, address, virtual.port.port);
    const [onNode] = this.#ports.onNodePort(protocol, port);
    if (!onNode || !this.#context.nodeAddresses().has(address)) return undefined;
    return this.#server(onNode, address, onNode.nodePort!);
  }

  *all(): Iterable<VirtualServer> {
    const known = new Set<string>();
    for (const { protocol, address, port } of this.#places()) {
      const key = `${protocol} ${address} ${port}`;
      if (known.has(key)) continue;
      known.add(key);
      yield this.at(protocol, address, port)!;
    }
  }

  *#places(): Iterable<Pick<VirtualServer, 'protocol' | 'address' | 'port'>> {
    const nodeAddresses = this.#context.nodeAddresses();
    for (const proxied of this.#ports.all) {
      const { port, nodePort } = proxied;
      const { protocol } = port;
      for (const address of virtualAddresses(proxied)) yield { protocol, address, port: port.port };
      if (nodePort === undefined) continue;
      for (const address of nodeAddresses) yield { protocol, address, port: nodePort };
    }
  }

  #server(proxied: ProxiedPort, address: Address, port: number): VirtualServer {
    const { service } = proxied;
    const external = address !== proxied.clusterIP;
    const traffic = lazy(() => trafficOf(proxied, this.#context.node));
    return {
      protocol: proxied.port.protocol,
      address,
      port,
      scheduler: this.#context.scheduler,
      ...(service.sessionAffinity === 'ClientIP' ? { persistent: AFFINITY_SECONDS } : {}),
      destinations: () => endpointsFor(traffic(), external).map(realServer),
      origin: service.origin,
      get meaning() {
        return withoutEndpoints(proxied, traffic(), external);
      },
    };
  }
}

/**
 * Policy Local takes those of this node, and all where there are none here: pods of the node then still get an answer,
 * while one to the outside comes straight from a pod and nobody knows it (`syncEndpoint`).
 */
function endpointsFor(traffic: Traffic, external: boolean): readonly Endpoint[] {
  const local = external ? traffic.externalLocal : traffic.internalLocal;
  if (local && traffic.local.length > 0) return traffic.local;
  return traffic.usesCluster ? traffic.all : [];
}

function realServer({ address, port }: Endpoint): RealServer {
  return { address, port, weight: 1 };
}
