import type { Address } from '../address/address.ts';
import { CONTAINER_MAC } from '../cni/docker/attachments.ts';
import { running } from '../cni/docker/view.ts';
import { macOfAddress } from '../linux/mac.ts';
import type { Node } from '../topology/cluster.ts';
import type { Topology } from '../topology/topology.ts';
import type { Host, Router, Segment } from '../topology/underlay.ts';
import { gatewayKey, hostKey, nodeKey, routerKey, vpcKey } from './keys.ts';
import { cardOn, gatewaysOf, interfacesOf, type MachineInterface } from './nics.ts';
import { outerMachines, publicCard } from './outside.ts';
import { routerCards } from './router.ts';

/** The cards of one machine, by its key. */
export interface Plugged {
  readonly key: string;
  readonly name: string;
  readonly cards: readonly MachineInterface[];
  /** MACs of macvlan devices that share one of its cards. */
  readonly guests?: readonly Guest[];
}

export interface Guest {
  readonly segment: string;
  readonly device: string;
  readonly mac: string;
}

/**
 * Every card of a topology. A gateway address belongs to the host or node that has it, else to the first router that
 * connects the segment, else to a gateway that nobody declared.
 */
export class Cards {
  private readonly topology: Topology;
  private readonly byKey = new Map<string, Plugged>();

  constructor(topology: Topology) {
    this.topology = topology;
    for (const cluster of topology.clusters) for (const node of cluster.nodes) this.addMachine(nodeKey(node), node);
    for (const host of topology.hosts) this.addMachine(hostKey(host), host);
    const taken = new Taken(this.byKey.values());
    for (const router of topology.routers) this.addRouter(router, taken);
    for (const segment of topology.segments) this.addGateway(segment, taken);
    for (const plugged of outerMachines(topology)) this.add(plugged);
  }

  all(): Iterable<Plugged> {
    return this.byKey.values();
  }

  of(key: string): readonly MachineInterface[] {
    return this.byKey.get(key)?.cards ?? [];
  }

  /** Who has the address of a segment's gateway. */
  gatewayOf(segment: Segment): string | undefined {
    const wanted = gatewaysOf(this.topology, segment);
    for (const { key, cards } of this.byKey.values()) {
      const here = cards.filter((card) => card.segment === segment).flatMap(({ addresses }) => addresses);
      if (here.some(({ address }) => wanted.includes(address))) return key;
    }
    return undefined;
  }

  private addMachine(key: string, machine: Node | Host): void {
    const cards = interfacesOf(this.topology, machine);
    this.add({ key, name: machine.name, cards, guests: 'listens' in machine ? guestsOf(machine, cards) : [] });
  }

  private addRouter(router: Router, taken: Taken): void {
    const cards = routerCards(this.topology, router, (segment, address) => taken.has(segment, address));
    const plugged = { key: routerKey(router), name: router.name, cards };
    taken.add(plugged);
    this.add(plugged);
  }

  private addGateway(segment: Segment, taken: Taken): void {
    const free = gatewaysOf(this.topology, segment).filter((address) => !taken.has(segment, address));
    if (free.length === 0) return;
    if (segment.vpc !== undefined) {
      this.addToVpc(segment, segment.vpc, free);
      return;
    }
    const key = gatewayKey(segment);
    const outside = publicCard(this.topology, segment);
    this.add({ key, name: 'gateway', cards: [cardOn(segment, free, key), ...(outside ? [outside] : [])] });
  }

  /** The router of a VPC is the gateway of each of its subnets that has no other. */
  private addToVpc(segment: Segment, vpc: string, addresses: readonly Address[]): void {
    const key = vpcKey({ id: vpc });
    const known = this.byKey.get(key)?.cards ?? [];
    const card = { ...cardOn(segment, addresses, `${key} ${segment.id}`), device: `eth${known.length}` };
    const cards = [...known, card];
    this.byKey.set(key, { key, name: `${vpc}-router`, cards });
  }

  private add(plugged: Plugged): void {
    if (!this.byKey.has(plugged.key)) this.byKey.set(plugged.key, plugged);
  }
}

/** Addresses in use, by segment. */
class Taken {
  private readonly keys = new Set<string>();

  constructor(plugged: Iterable<Plugged>) {
    for (const machine of plugged) this.add(machine);
  }

  add({ cards }: Plugged): void {
    for (const { segment, addresses } of cards) {
      for (const { address } of addresses) this.keys.add(`${segment?.id} ${address}`);
    }
  }

  has(segment: Segment, address: Address): boolean {
    return this.keys.has(`${segment.id} ${address}`);
  }
}

/** macvlan containers are on the wire of their parent with a MAC of their own. */
function guestsOf(host: Host, cards: readonly MachineInterface[]): readonly Guest[] {
  return running(host).flatMap(({ network, addresses }) => {
    const card = network.mode === 'macvlan' ? cards.find(({ device }) => device === network.parent) : undefined;
    const address = addresses[0]?.value;
    if (!card?.segment || address === undefined) return [];
    return { segment: card.segment.id, device: card.device, mac: macOfAddress(CONTAINER_MAC, address) };
  });
}
