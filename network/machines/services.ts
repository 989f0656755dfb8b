import type { Address } from '../address/address.ts';
import { containsAddress } from '../address/prefix.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { Packet } from '../linux/packet.ts';
import type { Allocation } from '../topology/allocation.ts';
import type { Cluster } from '../topology/cluster.ts';
import type { Origin } from '../topology/origin.ts';

/** Addresses and ports at which kube-proxy would act. */
export interface ServiceFacts {
  readonly mode: string;
  readonly origin: Origin;
  isVirtual(address: Address): boolean;
  isNodePort(packet: Packet): boolean;
}

/** The facts of one cluster, collected when first asked for. */
export function serviceFacts(cluster: Cluster, allocation: Allocation): ServiceFacts {
  const ports = once(() => nodePorts(cluster, allocation));
  const externals = once(() => externalAddresses(cluster));
  return {
    mode: cluster.kubeProxy.mode,
    origin: cluster.kubeProxy.origin,
    isVirtual: (address) =>
      cluster.serviceCIDRs.some(({ value }) => containsAddress(value, address)) || externals().has(address),
    isNodePort: ({ protocol, destinationPort }) => ports().has(`${protocol} ${destinationPort}`),
  };
}

/** Marks what kube-proxy would translate as undecided: Services are not modelled yet. */
export function addServiceGaps(namespace: NetworkNamespace, facts: ServiceFacts): void {
  const { origin } = facts;
  for (const hook of ['PREROUTING', 'OUTPUT'] as const) {
    namespace.gaps.push({
      hook,
      applies: (packet) =>
        facts.isVirtual(packet.destination) || (facts.isNodePort(packet) && namespace.isLocal(packet.destination)),
      reason: `Services (kube-proxy ${facts.mode}) are not modelled yet`,
      origin,
    });
  }
}

function nodePorts(cluster: Cluster, allocation: Allocation): ReadonlySet<string> {
  const services = cluster.namespaces.flatMap((namespace) => namespace.services);
  const ports = services.flatMap((service) =>
    service.ports.map((port, index) => `${port.protocol} ${allocation.nodePort(service, index) ?? ''}`),
  );
  return new Set(ports);
}

function externalAddresses(cluster: Cluster): ReadonlySet<Address> {
  const services = cluster.namespaces.flatMap((namespace) => namespace.services);
  return new Set(services.flatMap((service) => service.externalIPs.map(({ value }) => value)));
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}
