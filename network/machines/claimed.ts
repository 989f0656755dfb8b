import { type Address, formatAddress } from '../address/address.ts';
import { addGap } from '../linux/gaps.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { perObject } from '../topology/ipam/lazy.ts';
import type { Topology } from '../topology/topology.ts';
import type { Service } from '../topology/workload.ts';

/**
 * Addresses that Services want to be reached by: `externalIPs`, and those written for load balancers. Kubernetes leaves to
 * others who answers for them (an administrator's routes, MetalLB's speakers).
 */
const claimed = perObject(({ clusters }: Topology): ReadonlyMap<Address, Service> => {
  const services = clusters.flatMap(({ namespaces }) => namespaces.flatMap((one) => one.services));
  return new Map(
    services.flatMap((service) =>
      [...service.externalIPs, ...(service.loadBalancerIP ? [service.loadBalancerIP] : [])].map(
        ({ value }) => [value, service] as const,
      ),
    ),
  );
});

/** Says of a stranger with the address of a Service that nobody knows who that is. */
export function addClaim(topology: Topology, namespace: NetworkNamespace, address: Address): void {
  const service = claimed(topology).get(address);
  if (!service) return;
  const reason = `${formatAddress(address)} is an address of service ${service.namespace}/${service.name}: which machine of the network answers for it is not declared`;
  // Not of the whole machine: what a node translates on its way never gets here.
  addGap(namespace, { applies: () => true, reason, origin: service.origin });
}
