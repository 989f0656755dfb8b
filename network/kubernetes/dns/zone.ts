import { type Address, formatAddress } from '../../address/address.ts';
import { address as readAddress, readLiteral } from '../../address/parse.ts';
import type { Allocation, Placement } from '../../topology/allocation.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { Service, ServicePort } from '../../topology/workload.ts';
import { type Endpoint, type Endpoints, endpointsOf } from '../services/endpoints.ts';
import { addressRecords, type Record } from './records.ts';

/** What a name leads to: something of the cluster, an address, or another name. */
export type Target =
  | { readonly kind: 'service'; readonly service: Service; readonly port?: SrvPort }
  | { readonly kind: 'pod'; readonly pod: Placement }
  | { readonly kind: 'address'; readonly address: Address }
  | { readonly kind: 'alias'; readonly name: string };

/** The port that an SRV record tells; of endpoints whose ports differ, that of the first. */
type SrvPort = Pick<ServicePort, 'port' | 'protocol'>;

/** What the DNS server says of one full name. */
export type Answer =
  | { readonly kind: 'records'; readonly records: readonly Record[]; readonly target: Target }
  /** There is no such name; `reason` is a sentence where there is more to say. */
  | { readonly kind: 'nxdomain'; readonly reason?: string }
  /** No name of the cluster's domain: the server asks those of its node, which nobody has declared. */
  | { readonly kind: 'outside' };

/** The names of a cluster's domain, and what CoreDNS answers for them. */
export interface Zone {
  /** A and AAAA of the name, or SRV where it begins with an underscore. Names have no dot at the end. */
  answer(name: string): Answer;
}

/** Source: the schema of Kubernetes' DNS-based service discovery (github.com/kubernetes/dns, docs/specification.md). */
export function zoneOf(cluster: Cluster, allocation: Allocation): Zone {
  const lookup = new Lookup(cluster, allocation);
  return { answer: (name) => lookup.answer(name.toLowerCase()) };
}

const NXDOMAIN: Answer = { kind: 'nxdomain' };

class Lookup {
  readonly #cluster: Cluster;
  readonly #allocation: Allocation;
  readonly #endpoints: Endpoints;

  constructor(cluster: Cluster, allocation: Allocation) {
    this.#cluster = cluster;
    this.#allocation = allocation;
    this.#endpoints = endpointsOf(cluster, allocation);
  }

  answer(name: string): Answer {
    const domain = this.#cluster.clusterDomain.toLowerCase();
    if (name !== domain && !name.endsWith(`.${domain}`)) return { kind: 'outside' };
    const labels = name.slice(0, -domain.length - 1).split('.');
    const [kind, namespace, ...rest] = labels.reverse();
    if (kind === 'pod') return this.#podByAddress(name, namespace, rest);
    const service = kind === 'svc' ? this.#service(namespace, rest[0]) : undefined;
    return service ? this.#ofService(name, service, rest.slice(1)) : NXDOMAIN;
  }

  #service(namespace: string | undefined, name: string | undefined): Service | undefined {
    return this.#cluster.namespaces.find((one) => one.name === namespace)?.services.find((one) => one.name === name);
  }

  /** `rest`: the labels before the Service's, nearest first. */
  #ofService(name: string, service: Service, rest: readonly string[]): Answer {
    if (service.type === 'ExternalName') return rest.length === 0 ? alias(name, service) : NXDOMAIN;
    const [first, second, ...more] = rest;
    if (more.length > 0) return NXDOMAIN;
    if (first === undefined) return this.#addresses(name, service);
    if (second !== undefined) return this.#port(name, service, second, first);
    return service.headless ? this.#endpoint(name, service, first) : NXDOMAIN;
  }

  #addresses(name: string, service: Service): Answer {
    const target: Target = { kind: 'service', service };
    if (!service.headless) return answer(addressRecords(name, this.#allocation.clusterIPs(service)), target);
    const addresses = this.#endpoints.addresses(service).map(({ address }) => address);
    const reason = `${service.namespace}/${service.name} is headless and has no endpoints`;
    return addresses.length > 0 ? answer(addressRecords(name, addresses), target) : { kind: 'nxdomain', reason };
  }

  /** `_http._tcp.web.default.svc…`: the port by its name, and the names of the addresses that have it. */
  #port(name: string, service: Service, portLabel: string, protocolLabel: string): Answer {
    const index = service.ports.findIndex(
      (port) => `_${port.name}` === portLabel && `_${port.protocol.toLowerCase()}` === protocolLabel,
    );
    const port = service.ports[index];
    if (!port) return NXDOMAIN;
    const own = nameOfService(this.#cluster, service);
    const targets = service.headless
      ? this.#endpoints
          .of(service, index)
          .map((one) => ({ host: `${hostnameOf(one, service)}.${own}`, port: one.port }))
      : [{ host: own, port: port.port }];
    const [first] = targets;
    if (!first) return NXDOMAIN;
    const records = targets.map(({ host, port }): Record => ({ name, type: 'SRV', data: `0 100 ${port} ${host}.` }));
    return answer(records, { kind: 'service', service, port: { port: first.port, protocol: port.protocol } });
  }

  /** One endpoint of a headless Service, by its hostname. */
  #endpoint(name: string, service: Service, hostname: string): Answer {
    const found = this.#endpoints.addresses(service).filter((one) => hostnameOf(one, service) === hostname);
    const [first] = found;
    if (!first) return NXDOMAIN;
    const target: Target = first.pod ? { kind: 'pod', pod: first.pod } : { kind: 'address', address: first.address };
    return answer(addressRecords(name, found.map(({ address }) => address)), target); // biome-ignore format: one thought
  }

  /** `10-244-1-10.default.pod…`: CoreDNS as kubeadm sets it up (`pods insecure`) answers for any address. */
  #podByAddress(name: string, namespace: string | undefined, rest: readonly string[]): Answer {
    const known = this.#cluster.namespaces.some((one) => one.name === namespace);
    const [dashed, ...more] = rest;
    const address = known && dashed !== undefined && more.length === 0 ? undashed(dashed) : undefined;
    if (address === undefined) return NXDOMAIN;
    return answer(addressRecords(name, [address]), { kind: 'address', address });
  }
}

function answer(records: readonly Record[], target: Target): Answer {
  return records.length > 0 ? { kind: 'records', records, target } : NXDOMAIN;
}

function alias(name: string, { externalName }: Service): Answer {
  const target = externalName?.value.replace(/\.$/, '');
  if (target === undefined) return NXDOMAIN;
  return answer([{ name, type: 'CNAME', data: `${target}.` }], { kind: 'alias', name: target });
}

/** `web.default.svc.cluster.local`. */
export function nameOfService({ clusterDomain }: Cluster, { name, namespace }: Service): string {
  return `${name}.${namespace}.svc.${clusterDomain}`;
}

/** A pod of a StatefulSet whose `serviceName` is the Service has its own name there, every other its address with dashes. */
export function hostnameOf({ pod, address }: Endpoint, service: Service): string {
  const { workload, index } = pod ?? {};
  if (workload?.kind === 'StatefulSet' && workload.serviceName?.value === service.name)
    return `${workload.name}-${index}`;
  return formatAddress(address).replaceAll(/[.:]/g, '-');
}

function undashed(label: string): Address | undefined {
  const text = /^\d+-\d+-\d+-\d+$/.test(label) ? label.replaceAll('-', '.') : label.replaceAll('-', ':');
  const literal = readLiteral(text);
  return 'error' in literal || literal.length !== undefined ? undefined : readAddress(text);
}
