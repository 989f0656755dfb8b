import { type Address, addressAt, distance, familyOf } from '../../address/address.ts';
import { type Range, RangeSet } from '../../address/ranges.ts';
import { indexById } from '../by-id.ts';
import { groupBy } from '../grouping.ts';
import { usableRange } from '../reserved.ts';
import type { Topology } from '../topology.ts';
import type { Machine, Nic, Segment } from '../underlay.ts';
import { perObject } from './lazy.ts';

/** Addresses of machines' interfaces: those written, else the next free ones of the segment, one per family it has. */
export interface NicAddresses {
  of(nic: Nic): readonly Address[];
  /** What a kubelet reports as InternalIP: the addresses of the NIC that the default route leaves by. */
  ofMachine(machine: Machine): readonly Address[];
  /** Everything that is in use on a segment: interfaces, gateways, NAT gateways, macvlan containers. */
  inUse(segmentId: string): readonly Address[];
}

/** The same object every time for one topology; a segment is worked out when first asked for. */
export const nicAddresses = perObject((topology: Topology): NicAddresses => new LazyNicAddresses(topology));

class LazyNicAddresses implements NicAddresses {
  readonly #topology: Topology;
  readonly #segments = new Map<string, ReadonlyMap<Nic, readonly Address[]>>();
  #nics: { nodes: Map<string, Nic[]>; hosts: Map<string, Nic[]> } | undefined;

  constructor(topology: Topology) {
    this.#topology = topology;
  }

  of(nic: Nic): readonly Address[] {
    const given = nic.segment && this.#segment(nic.segment.value).get(nic);
    return given ?? nic.addresses.map((address) => address.value);
  }

  ofMachine(machine: Machine): readonly Address[] {
    const withAddress = machine.nics.filter((nic) => this.of(nic).length > 0);
    const nic = withAddress.find((nic) => this.#leadsOut(nic)) ?? withAddress[0];
    const addresses = nic ? this.of(nic) : [];
    return [4, 6].flatMap((family) => addresses.find((address) => familyOf(address) === family) ?? []);
  }

  inUse(segmentId: string): readonly Address[] {
    return [...this.#written(segmentId), ...[...this.#segment(segmentId).values()].flat()];
  }

  #leadsOut(nic: Nic): boolean {
    const segment = nic.segment && indexById(this.#topology).segments.get(nic.segment.value);
    return segment !== undefined && (segment.kind === 'subnet' || segment.gateways.length > 0);
  }

  #segment(id: string): ReadonlyMap<Nic, readonly Address[]> {
    let addresses = this.#segments.get(id);
    if (!addresses) {
      const segment = indexById(this.#topology).segments.get(id);
      addresses = segment ? this.#give(segment) : new Map();
      this.#segments.set(id, addresses);
    }
    return addresses;
  }

  /** Nodes count up from the first usable address and hosts from the middle, so that neither's newcomers move the other. */
  #give(segment: Segment): ReadonlyMap<Nic, readonly Address[]> {
    this.#nics ??= nicsBySegment(this.#topology);
    const taken = RangeSet.ofAddresses(this.#written(segment.id));
    const ranges = usableRanges(this.#topology, segment);
    const given = new Set<Address>();
    const result = new Map<Nic, Address[]>();
    const giveTo = (nics: readonly Nic[], from: (range: Range) => Iterable<Range>) => {
      for (const range of ranges) {
        const free = freeIn(taken, from(range), given);
        for (const nic of nics) fill(result, nic, range, free);
      }
    };
    giveTo(this.#nics.nodes.get(segment.id) ?? [], (range) => [range]);
    giveTo(this.#nics.hosts.get(segment.id) ?? [], upperHalfFirst);
    return result;
  }

  #written(segmentId: string): readonly Address[] {
    this.#nics ??= nicsBySegment(this.#topology);
    const nics = [...(this.#nics.nodes.get(segmentId) ?? []), ...(this.#nics.hosts.get(segmentId) ?? [])];
    const segment = indexById(this.#topology).segments.get(segmentId);
    const natGateways = this.#topology.vpcs.flatMap((vpc) => vpc.natGateways);
    return [
      ...nics.flatMap((nic) => nic.addresses),
      ...(segment?.gateways ?? []),
      ...natGateways.flatMap((nat) => (nat.segment?.value === segmentId && nat.address ? [nat.address] : [])),
      ...this.#topology.hosts.flatMap((host) => macvlanAddresses(host, segmentId)),
    ].map((address) => address.value);
  }
}

/** Addresses of the segment that machines may have, by family and range. */
export function usableRanges(topology: Topology, segment: Segment): readonly Range[] {
  const provider = (segment.vpc && indexById(topology).vpcs.get(segment.vpc)?.provider) || 'none';
  return segment.cidrs.flatMap((cidr) => usableRange(cidr.value, provider) ?? []);
}

function nicsBySegment(topology: Topology) {
  return { nodes: group(topology.clusters.flatMap((cluster) => cluster.nodes)), hosts: group(topology.hosts) };
}

function group(machines: readonly Machine[]): Map<string, Nic[]> {
  const nics = machines.flatMap((machine) => machine.nics);
  return groupBy(nics, (nic) => nic.segment?.value ?? '');
}

function macvlanAddresses(host: Topology['hosts'][number], segmentId: string) {
  const parents = host.nics.filter((nic) => nic.segment?.value === segmentId).map((nic) => nic.name);
  return (host.docker?.containers ?? []).flatMap((container) =>
    container.network.mode === 'macvlan' && parents.includes(container.network.parent) ? container.addresses : [],
  );
}

function fill(result: Map<Nic, Address[]>, nic: Nic, range: Range, free: Iterator<Address>): void {
  const addresses = result.get(nic) ?? nic.addresses.map((address) => address.value);
  result.set(nic, addresses);
  if (addresses.some((address) => familyOf(address) === familyOf(range.first))) return;
  const address = free.next();
  if (!address.done) addresses.push(address.value);
}

function* freeIn(taken: RangeSet, ranges: Iterable<Range>, given: Set<Address>): Generator<Address> {
  for (const range of ranges) {
    for (const address of taken.free(range)) {
      if (given.has(address)) continue;
      given.add(address);
      yield address;
    }
  }
}

function upperHalfFirst(range: Range): readonly Range[] {
  const middle = addressAt(range.first, BigInt(Math.floor(distance(range.first, range.last) / 2)));
  return [
    { first: middle, last: range.last },
    { first: range.first, last: addressAt(middle, -1) },
  ];
}
