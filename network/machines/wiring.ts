import type { Address } from '../address/address.ts';
import type { AttachedInterface } from '../cni/plugin.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { entry } from '../topology/grouping.ts';
import type { Guest, Plugged } from './cards.ts';

/** Where a card is plugged into a segment. */
export interface Attachment {
  readonly namespace: string;
  readonly device: string;
  /** Name of the segment's port, `p-<machine>`. */
  readonly port: string;
}

/** A card as far as the segment and the neighbours know it. */
interface Card {
  readonly segment?: { readonly id: string };
  readonly device: string;
  readonly mac: string;
  readonly addresses: readonly { readonly address: Address }[];
}

interface Machine {
  readonly key: string;
  readonly name: string;
  readonly cards: readonly Card[];
  readonly guests?: readonly Guest[];
}

/**
 * Who is plugged in where: what the switches of all segments have learnt, and which namespaces may have an address. Made of
 * the declarations, so that no machine has to be built to be found.
 */
export class Wiring {
  private readonly byMac = new Map<string, Map<string, Attachment>>();
  private readonly byAddress = new Map<Address, string[]>();
  private readonly byMachine = new Map<string, string>();
  private readonly ports = new Map<string, Set<string>>();
  private readonly attached: (mac: string) => AttachedInterface | undefined;

  /** `attached` finds what CNIs have attached: there may be as many cards as pods, so each is plugged in when asked for. */
  constructor(attached: (mac: string) => AttachedInterface | undefined) {
    this.attached = attached;
  }

  add({ key, name, cards, guests = [] }: Machine): void {
    for (const card of cards) {
      for (const { address } of card.addresses) entry(this.byAddress, address, () => []).push(key);
      if (card.segment) this.plug(card.segment.id, key, name, card);
    }
    for (const { segment, device, mac } of guests) {
      const port = this.deviceOf(segment, key)?.attachment.port ?? `p-${name}`;
      this.byMac.get(segment)?.set(mac, { namespace: key, device, port });
    }
  }

  attachment(segment: string, mac: string): Attachment | undefined {
    return this.byMac.get(segment)?.get(mac) ?? this.plugAttached(segment, mac);
  }

  /** A machine's card on a segment. */
  deviceOf(segment: string, key: string): { readonly mac: string; readonly attachment: Attachment } | undefined {
    const mac = this.byMachine.get(`${segment} ${key}`);
    const attachment = mac === undefined ? undefined : this.attachment(segment, mac);
    return mac !== undefined && attachment ? { mac, attachment } : undefined;
  }

  holders(address: Address): readonly string[] {
    return this.byAddress.get(address) ?? [];
  }

  /** Every address of a machine that has a card on the segment, wherever it has the address. */
  *addressesOn(segment: string): Generator<Address> {
    for (const [address, keys] of this.byAddress) {
      if (keys.some((key) => this.deviceOf(segment, key) !== undefined)) yield address;
    }
  }

  private plugAttached(segment: string, mac: string): Attachment | undefined {
    const card = this.attached(mac);
    if (card?.segment !== segment) return undefined;
    this.plug(segment, card.namespace, card.name, card);
    return this.byMac.get(segment)?.get(mac);
  }

  private plug(segment: string, namespace: string, name: string, card: Pick<Card, 'device' | 'mac'>): void {
    const macs = entry(this.byMac, segment, () => new Map<string, Attachment>());
    const port = this.portFor(segment, name);
    const own = `${segment} ${namespace}`;
    if (!this.byMachine.has(own)) this.byMachine.set(own, card.mac);
    if (!macs.has(card.mac)) macs.set(card.mac, { namespace, device: card.device, port });
  }

  private portFor(segment: string, name: string): string {
    const taken = entry(this.ports, segment, () => new Set<string>());
    let port = `p-${name}`;
    for (let n = 2; taken.has(port); n++) port = `p-${name}-${n}`;
    taken.add(port);
    return port;
  }
}

/** The wiring of all machines. `built` gives those whose state was changed and may differ from what was declared. */
export function wire(
  machines: Iterable<Plugged>,
  built: (key: string) => NetworkNamespace | undefined,
  attached: (mac: string) => AttachedInterface | undefined,
): Wiring {
  const wiring = new Wiring(attached);
  for (const machine of machines) {
    const namespace = built(machine.key);
    wiring.add(namespace ? { ...machine, cards: cardsOf(namespace) } : machine);
  }
  return wiring;
}

function cardsOf(namespace: NetworkNamespace): readonly Card[] {
  return [...namespace.devices.values()].flatMap((device) => {
    if (device.kind !== 'physical' || device.segment === undefined) return [];
    return [
      { segment: { id: device.segment }, device: device.name, mac: device.mac ?? '', addresses: device.addresses },
    ];
  });
}
