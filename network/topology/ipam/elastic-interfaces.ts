import { type Address, familyOf } from '../../address/address.ts';
import { containsAddress } from '../../address/prefix.ts';
import type { Cluster, Node } from '../cluster.ts';
import { instanceLimits } from '../instance-types.ts';
import type { Segment } from '../underlay.ts';

/** A network interface that a CNI's controller attaches to a node, beside those that are declared. */
export interface ElasticInterface {
  /** Its name as long as it is the node's: `eth1` is the first behind a single declared NIC. */
  readonly device: string;
  /** Id of the subnet that it is on. */
  readonly segment: string;
  /** The first address that it was given; tells it apart. */
  readonly address: Address;
  /** An address of its own that no pod has (AWS). */
  readonly primary?: Address;
}

/** How many interfaces and pods a node's instance takes, and how pods are spread over them. */
export interface InterfacePlan {
  /** Whether the node's declared NIC takes pods too. */
  readonly own: boolean;
  /** Whether an interface has an address for itself. */
  readonly primary: boolean;
  /** Pods that an interface takes. */
  readonly each: number;
  /** Interfaces for pods at most, the declared one included where it takes some. */
  readonly most: number;
  /** Addresses are assigned in prefixes of 16 (/28). */
  readonly prefixes: boolean;
}

/** `maxENIs` and `addressesPerENI`, written or by the instance's type; undefined where nobody says. */
export function interfaceLimits(node: Node): { readonly maxENIs?: number; readonly addressesPerENI?: number } {
  const known = node.instanceType ? instanceLimits(node.instanceType.value) : undefined;
  return {
    maxENIs: node.maxENIs?.value ?? known?.maxENIs,
    addressesPerENI: node.addressesPerENI?.value ?? known?.addressesPerENI,
  };
}

/** A /28 holds so many addresses. */
const PREFIX_SIZE = 16;

/**
 * The AWS CNI's first address of each interface is the machine's. Terway leaves the machine's own interface alone and
 * gives all addresses of the others to pods; in mode eni each of them is one pod's. Where limits are not known one
 * interface takes all.
 */
export function interfacePlan({ cni }: Cluster, node: Node): InterfacePlan | undefined {
  const { maxENIs, addressesPerENI } = interfaceLimits(node);
  if (cni.kind === 'aws-vpc') {
    const prefixes = cni.enablePrefixDelegation;
    const slots = addressesPerENI === undefined ? Number.POSITIVE_INFINITY : Math.max(addressesPerENI - 1, 0);
    const most = addressesPerENI === undefined ? 1 : (maxENIs ?? Number.POSITIVE_INFINITY);
    return { own: true, primary: true, each: prefixes ? slots * PREFIX_SIZE : slots, most, prefixes };
  }
  if (cni.kind !== 'terway' || cni.mode === 'vpc') return undefined;
  const most = maxENIs === undefined ? Number.POSITIVE_INFINITY : Math.max(maxENIs - 1, 0);
  const each = cni.mode === 'eni' ? 1 : (addressesPerENI ?? Number.POSITIVE_INFINITY);
  return { own: false, primary: false, each, most, prefixes: false };
}

/** Where addresses come from; `prefix` gives the first of 16 free ones in a row. */
export interface AddressSource {
  address(segment: Segment): Address | undefined;
  prefix(segment: Segment): Address | undefined;
}

interface Card {
  readonly segment: Segment;
  readonly elastic?: ElasticInterface;
  taken: number;
  /** What is left of the /28 in use. */
  rest: Address[];
}

/** The interfaces of one node as its pods come: the next is attached when the others have no room. */
export class NodeInterfaces {
  readonly #plan: InterfacePlan;
  readonly #segments: readonly Segment[];
  readonly #source: AddressSource;
  readonly #nics: number;
  readonly #cards: Card[] = [];

  constructor(node: Node, plan: InterfacePlan, segments: readonly Segment[], source: AddressSource) {
    this.#plan = plan;
    this.#segments = segments;
    this.#source = source;
    this.#nics = node.nics.length;
    if (plan.own && segments[0]) this.#cards.push({ segment: segments[0], taken: 0, rest: [] });
  }

  /** Gives the next pod an address, or the one that is written for it; undefined when there is no room or no address. */
  assign(written: Address | undefined): { readonly address: Address; readonly by?: ElasticInterface } | undefined {
    for (const segment of written === undefined ? this.#segments : this.#holding(written)) {
      // The last one is the likeliest to have room: earlier ones are full, or of other segments.
      const known = this.#cards.findLast((card) => card.segment === segment && card.taken < this.#plan.each);
      if (!known && this.#cards.length >= this.#plan.most) continue;
      const given = known ? this.#from(known, written) : this.#attach(segment, written);
      if (given) return given;
    }
    return undefined;
  }

  /** Where a written address lies; outside all of them it is taken for the first's. */
  #holding(written: Address): readonly Segment[] {
    const holding = this.#segments.filter((segment) => holds(segment, written));
    return holding.length > 0 ? holding : this.#segments.slice(0, 1);
  }

  elastic(): readonly ElasticInterface[] {
    return this.#cards.flatMap(({ elastic }) => elastic ?? []);
  }

  #from(card: Card, written: Address | undefined) {
    const address = written ?? this.#next(card);
    if (address === undefined) return undefined;
    card.taken++;
    return { address, by: card.elastic };
  }

  #attach(segment: Segment, written: Address | undefined) {
    if (this.#plan.each < 1) return undefined;
    const primary = this.#plan.primary ? this.#source.address(segment) : undefined;
    const card: Card = { segment, taken: 0, rest: [] };
    const address = written ?? this.#next(card);
    if (address === undefined || (this.#plan.primary && primary === undefined)) return undefined;
    const elastic = { device: this.#nextName(), segment: segment.id, address: primary ?? address, primary };
    this.#cards.push({ ...card, elastic, taken: 1 });
    return { address, by: elastic };
  }

  #nextName(): string {
    const attached = this.#cards.length - (this.#plan.own ? 1 : 0);
    return `eth${this.#nics + attached}`;
  }

  #next(card: Card): Address | undefined {
    if (!this.#plan.prefixes) return this.#source.address(card.segment);
    if (card.rest.length === 0) {
      const first = this.#source.prefix(card.segment);
      if (typeof first !== 'number') return undefined;
      card.rest = Array.from({ length: PREFIX_SIZE }, (_, index) => first + index);
    }
    return card.rest.shift();
  }
}

function holds(segment: Segment, address: Address): boolean {
  return segment.cidrs.some(
    ({ value }) => familyOf(value.first) === familyOf(address) && containsAddress(value, address),
  );
}
