import type { Address } from '../../../address/address.ts';
import type { NftElement, NftField, NftMap, NftSet, NftVerdict } from '../../../linux/nftables.ts';
import { type ProxiedPort, type ServicePorts, virtualAddresses } from '../../services/service-ports.ts';
import { withoutEndpoints } from '../../services/traffic.ts';
import { goTo, NODE_PORT_KEY, SERVICE_KEY } from './fixed.ts';
import { internalChain, type NftPort } from './port-chains.ts';

/** What the maps of one node are made of. */
export interface MapContext {
  readonly ports: ServicePorts;
  of(port: ProxiedPort): NftPort;
}

/** The verdict that a port has for an address of it, if any: of one map. */
type Entry = (
  own: NftPort,
  address: Address | undefined,
) => Omit<NftElement, 'address' | 'protocol' | 'port'> | undefined;

const TEXTS: Readonly<Record<string, string>> = {
  'no-endpoint-services': 'vmap to drop or reject packets to services with no endpoints',
  'no-endpoint-nodeports': 'vmap to drop or reject packets to service nodeports with no endpoints',
  'firewall-ips': 'destinations that are subject to LoadBalancerSourceRanges',
  'service-ips': 'ClusterIP, ExternalIP and LoadBalancer IP traffic',
  'service-nodeports': 'NodePort traffic',
};

/** The verdict maps, in kube-proxy's order. */
export function verdictMaps(context: MapContext): readonly NftMap[] {
  return [
    serviceMap(context, 'no-endpoint-services', refusal),
    nodePortMap(context, 'no-endpoint-nodeports', refusal),
    serviceMap(context, 'firewall-ips', firewall),
    serviceMap(context, 'service-ips', service),
    nodePortMap(context, 'service-nodeports', service),
  ];
}

/** Without an address it is the node port that was asked. */
function isInternal({ described }: NftPort, address: Address | undefined): boolean {
  return address === described.port.clusterIP;
}

const service: Entry = (own, address) => {
  const { hasInternal, hasEndpoints, port } = own.described;
  const { origin } = port.service;
  if (isInternal(own, address)) return hasInternal ? { verdict: goTo(internalChain(own)), origin } : undefined;
  return hasEndpoints ? { verdict: goTo(own.names.external), origin } : undefined;
};

/** Nobody at all: refused aloud. Nobody here, where policy Local asks for one: dropped. */
const refusal: Entry = (own, address) => {
  const { described } = own;
  const { port, traffic, hasEndpoints, hasInternal, hasExternal } = described;
  const internal = isInternal(own, address);
  if (internal ? hasInternal : hasExternal) return undefined;
  const verdict: NftVerdict = hasEndpoints ? { kind: 'drop' } : goTo('reject-chain');
  const origin = (internal ? port.service.selector?.origin : undefined) ?? port.service.origin;
  return { verdict, comment: port.name, origin, meaning: withoutEndpoints(port, traffic, !internal) };
};

const firewall: Entry = ({ described, names, firewalled }, address) => {
  const { port } = described;
  if (!firewalled || address === undefined || !port.loadBalancerIPs.includes(address)) return undefined;
  return { verdict: goTo(names.firewall), comment: port.name, origin: port.service.origin };
};

function serviceMap({ ports, of }: MapContext, name: string, entry: Entry): NftMap {
  const element = (port: ProxiedPort, address: Address): NftElement[] => {
    const found = entry(of(port), address);
    return found ? [{ address, protocol: port.port.protocol, port: port.port.port, ...found }] : [];
  };
  return {
    ...described(name, SERVICE_KEY),
    lookup({ protocol, destination, destinationPort }) {
      for (const port of ports.at(protocol, destination, destinationPort)) {
        const [found] = element(port, destination);
        if (found) return found;
      }
      return undefined;
    },
    elements: () =>
      once(ports.all.flatMap((port) => virtualAddresses(port).flatMap((address) => element(port, address)))),
  };
}

function nodePortMap({ ports, of }: MapContext, name: string, entry: Entry): NftMap {
  const element = (port: ProxiedPort): NftElement[] => {
    const found = port.nodePort === undefined ? undefined : entry(of(port), undefined);
    return found ? [{ protocol: port.port.protocol, port: port.nodePort!, ...found }] : [];
  };
  return {
    ...described(name, NODE_PORT_KEY),
    lookup: ({ protocol, destinationPort }) => ports.onNodePort(protocol, destinationPort).flatMap(element)[0],
    elements: () => once(ports.all.flatMap(element)),
  };
}

function described(name: string, key: readonly NftField[]) {
  return { kind: 'map', name, comment: TEXTS[name], key } as const;
}

/** A map has one entry a key: of two Services that claim one place, the first has it. */
function once(elements: readonly NftElement[]): readonly NftElement[] {
  const seen = new Set<string>();
  return elements.filter(({ address, protocol, port }) => {
    const key = `${address} ${protocol} ${port}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** A list of addresses that answers look-ups. */
export function addressSet(name: string, comment: string, own: Pick<ReadonlySet<Address>, 'has' | 'values'>): NftSet {
  return { kind: 'set', name, comment, has: (address) => own.has(address), elements: () => own.values() };
}
