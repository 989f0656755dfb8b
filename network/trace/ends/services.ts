import { entranceOf, ingressEntrance } from '../../machines/entrances.ts';
import type { Network } from '../../machines/network.ts';
import { shownName } from '../../topology/shown-name.ts';
import type { Ingress, Service } from '../../topology/workload.ts';
import type { Parties, Party } from '../parties.ts';
import { ofAddress } from './addresses.ts';
import { clusterOf, podParties } from './pods.ts';
import { insufficient } from './unknown.ts';

/** A Service by its ClusterIP, a headless one by its endpoints; from outside of its cluster by its load balancer. */
export function ofService(network: Network, service: Service | undefined): Parties {
  if (!service) return insufficient('there is no such Service');
  if (service.type === 'ExternalName')
    return insufficient(`${serviceLabel(network, service)} is an alias that DNS gives`);
  if (service.headless) return ofHeadless(network, service);
  const addresses = network.allocate(clusterOf(network, service)).clusterIPs(service);
  if (addresses.length === 0) return insufficient(`${serviceLabel(network, service)} has no ClusterIP`);
  const label = serviceLabel(network, service);
  const entrance = entranceOf(network, clusterOf(network, service), service);
  const member = { id: `service ${service.id}`, label, addresses, virtual: true, entrance };
  return [{ members: [member], ports: service.ports }];
}

/** An Ingress, asked for by a URL: without one, by its first rule's own. */
export function ofIngress(network: Network, ingress: Ingress | undefined, url: string | undefined): Parties {
  if (!ingress) return insufficient('there is no such Ingress');
  const entrance = ingressEntrance(network, ingress, url);
  if ('insufficient' in entrance) return entrance;
  const { addresses, published, port, request } = entrance;
  const label = `ingress ${ingress.namespace}/${ingress.name}`;
  const member = { id: `ingress ${ingress.id}`, label, addresses, published, spread: true };
  return [{ members: [member], ports: [{ protocol: 'TCP', port }], request }];
}

function serviceLabel({ topology }: Network, { id }: Service): string {
  return `service ${shownName(topology, id)}`;
}

/** DNS answers with the addresses of the endpoints, and the client takes any of them; nobody translates the port. */
function ofHeadless(network: Network, service: Service): Parties {
  const endpoints = network.endpoints(service);
  if (endpoints.length === 0) return [nowhere(network, service)];
  const pods = endpoints.flatMap(({ pod }) => pod ?? []);
  const others = endpoints.filter(({ pod }) => !pod).map(({ address }) => ofAddress(network, address));
  return [...podParties(network, pods), ...others];
}

function nowhere(network: Network, service: Service): Party {
  const label = serviceLabel(network, service);
  const nowhere = `DNS has no address for ${label}: it has no endpoints`;
  return { members: [{ id: `service ${service.id}`, label, addresses: [], nowhere }], ports: service.ports };
}
