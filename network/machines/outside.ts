import type { Address } from '../address/address.ts';
import { prefixOf } from '../address/prefix.ts';
import { EVERYWHERE } from '../address/special.ts';
import { type Association, OneToOne } from '../cloud/gateways/one-to-one.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { RoutingTable } from '../linux/routing-table.ts';
import type { Topology } from '../topology/topology.ts';
import type { Segment, Vpc } from '../topology/underlay.ts';
import { balancerAssociations, balancersOf } from './balancers.ts';
import { addInterfaces } from './build.ts';
import { associationsOf, elasticGateway, internetGatewayCard, natGatewayCard, outerCard } from './gateways.ts';
import { internetCard } from './internet.ts';
import { gatewayKey, INTERNET_KEY, internetGatewayKey, natGatewayKey } from './keys.ts';
import { enableForwarding } from './machine.ts';
import type { MachineInterface } from './nics.ts';

/** What the Internet gateway of a VPC translates: addresses of machines and of load balancers. */
export function translatedBy(topology: Topology, vpc: Vpc): readonly Association[] {
  return [...associationsOf(topology, (segment) => segment.vpc === vpc.id), ...balancerAssociations(topology, vpc)];
}

interface OuterMachine {
  readonly key: string;
  readonly name: string;
  readonly cards: readonly MachineInterface[];
}

/** Everything with a card on the Internet, and the Internet itself. */
export function* outerMachines(topology: Topology): Generator<OuterMachine> {
  yield { key: INTERNET_KEY, name: 'internet', cards: [internetCard(topology)] };
  for (const vpc of topology.vpcs) {
    const gateway = elasticGateway(topology, vpc);
    if (gateway) {
      const associations = translatedBy(topology, vpc);
      const card = internetGatewayCard(topology, vpc, associations);
      yield { key: internetGatewayKey(vpc), name: gateway.name, cards: [card] };
    }
    for (const nat of vpc.natGateways) {
      const card = natGatewayCard(topology, vpc, nat);
      if (card) yield { key: natGatewayKey(nat), name: nat.name, cards: [card] };
    }
  }
  for (const { key, name, inner, outer } of balancersOf(topology).all) {
    yield { key, name, cards: outer ? [inner, outer] : [inner] };
  }
}

const PUBLIC = 'public';

/** The card outside of a gateway that nobody declared, where machines of its network have public addresses. */
export function publicCard(topology: Topology, segment: Segment): MachineInterface | undefined {
  if (segment.vpc !== undefined) return undefined;
  const associations = associationsOf(topology, ({ id }) => id === segment.id);
  if (associations.length === 0) return undefined;
  const addresses: Address[] = associations.map((one) => one.public);
  return outerCard(topology, addresses, gatewayKey(segment));
}

/**
 * Translates the public addresses of a network's machines, one to one, at the gateway that nobody declared. Only what has a
 * public address is led out here; the edge of the model decides about the rest.
 */
export function addTranslation(topology: Topology, segment: Segment, namespace: NetworkNamespace): void {
  const card = publicCard(topology, segment);
  if (!card) return;
  const associations = associationsOf(topology, ({ id }) => id === segment.id);
  addInterfaces(namespace, [card]);
  enableForwarding(namespace);
  namespace.netfilter.use(new OneToOne(associations));
  const table = new RoutingTable();
  const { origin } = segment;
  table.add({
    type: 'unicast',
    destination: EVERYWHERE[4],
    device: card.device,
    scope: 'link',
    protocol: 'static',
    origin,
  });
  namespace.tables.set(PUBLIC, table);
  for (const own of new Set(associations.map((one) => one.own))) {
    namespace.rules.push({ priority: 32767, from: prefixOf(own, 32), table: PUBLIC, origin });
  }
}
