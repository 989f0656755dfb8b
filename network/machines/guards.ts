import type { Address } from '../address/address.ts';
import { type Direction, type GroupVerdict, judgeGroups } from '../cloud/security-groups/judge.ts';
import type { Packet } from '../linux/packet.ts';
import { indexById } from '../topology/by-id.ts';
import type { Topology } from '../topology/topology.ts';
import type { Clusters } from './clusters.ts';
import type { Wiring } from './wiring.ts';

/** What stands between a card and the segment that it is on. */
export interface Guard {
  /** Whom it guards. */
  readonly machine: string;
  judge(direction: Direction, packet: Packet): GroupVerdict;
}

/** The security groups of cards. A card of which nobody says any has no filter. */
export class Guards {
  readonly #topology: Topology;
  readonly #wiring: () => Wiring;
  readonly #clusters: Clusters;

  constructor(topology: Topology, wiring: () => Wiring, clusters: Clusters) {
    this.#topology = topology;
    this.#wiring = wiring;
    this.#clusters = clusters;
  }

  /** What guards the card with that MAC on a segment. */
  of(segment: string, mac: string): Guard | undefined {
    if (indexById(this.#topology).securityGroups.size === 0) return undefined;
    const attachment = this.#wiring().attachment(segment, mac);
    if (!attachment) return undefined;
    const ids =
      this.#clusters.attachedByMac(mac)?.securityGroups ?? groupsOfMachine(this.#topology, attachment.namespace);
    const groups = ids.flatMap((id) => indexById(this.#topology).securityGroups.get(id) ?? []);
    if (groups.length === 0) return undefined;
    return {
      machine: attachment.port.slice('p-'.length),
      judge: (direction, packet) => judgeGroups(groups, direction, packet, (address) => this.#groupsAt(address)),
    };
  }

  /** Ids of the groups that the holder of an address is a member of. */
  #groupsAt(address: Address): readonly string[] {
    const attached = this.#clusters.attachedAt(address);
    if (attached) return attached.securityGroups;
    return this.#wiring()
      .holders(address)
      .flatMap((key) => groupsOfMachine(this.#topology, key));
  }
}

function groupsOfMachine(topology: Topology, key: string): readonly string[] {
  const { hosts, nodes } = indexById(topology);
  const id = key.slice(key.indexOf(':') + 1);
  const machine = key.startsWith('node:') ? nodes.get(id) : key.startsWith('host:') ? hosts.get(id) : undefined;
  return machine?.securityGroups.map(({ value }) => value) ?? [];
}
