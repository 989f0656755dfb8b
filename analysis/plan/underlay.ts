import { addressAt, distance } from '../../network/address/address.ts';
import { formatPrefix, type Prefix, prefixSize } from '../../network/address/prefix.ts';
import { type Range, RangeSet } from '../../network/address/ranges.ts';
import { segmentWord } from '../../network/checks/support/words.ts';
import { indexById } from '../../network/topology/by-id.ts';
import { nicAddresses } from '../../network/topology/ipam/nics.ts';
import { sharesPools } from '../../network/topology/ipam/shared-pools.ts';
import { usableRange } from '../../network/topology/reserved.ts';
import type { Provider, Segment, Vpc } from '../../network/topology/underlay.ts';
import { type Model, perModel } from '../model.ts';
import { largestFree, type Space, spaceOf } from './space.ts';

export interface VpcPlan {
  readonly id: string;
  readonly provider: Provider;
  /** What subnets take of them. */
  readonly ranges: readonly Space[];
  readonly subnets: readonly NetworkPlan[];
}

/** A network, vSwitch or subnet. */
export interface NetworkPlan {
  readonly id: string;
  /** What people call it there: `network`, `vSwitch`, `subnet`. */
  readonly kind: string;
  readonly zone?: string;
  readonly ranges: readonly NetworkSpace[];
}

/** `size` = `usable` + `reserved`; `used` and `free` are parts of `usable`. */
export interface NetworkSpace extends Space {
  /** What the provider, or IP itself, keeps. */
  readonly reserved: number;
  readonly usable: number;
}

/** What subnets take of a VPC, and what is taken of them. */
export function vpcPlan(model: Model, vpc: Vpc): VpcPlan {
  return {
    id: vpc.id,
    provider: vpc.provider,
    ranges: vpcSpaces(model, vpc),
    subnets: subnetsOf(model, vpc).map((subnet) => networkPlan(model, subnet)),
  };
}

/** What subnets take of each range of a VPC. */
export function vpcSpaces(model: Model, vpc: Vpc): Space[] {
  const taken = new RangeSet(subnetsOf(model, vpc).flatMap(({ cidrs }) => cidrs.map(({ value }) => value)));
  return vpc.cidrs.map(({ value }) => spaceOf(value, taken));
}

function subnetsOf({ topology }: Model, vpc: Vpc): Segment[] {
  return vpc.subnets.flatMap((id) => indexById(topology).segments.get(id) ?? []);
}

/** What machines and pods take of a network or subnet. */
export function networkPlan(model: Model, segment: Segment): NetworkPlan {
  const { topology } = model;
  return {
    id: segment.id,
    kind: segmentWord(topology, segment),
    ...(segment.zone && { zone: segment.zone.value }),
    ranges: networkSpaces(model, segment),
  };
}

/** The same, range by range: what the provider keeps is neither used nor free. */
export function networkSpaces(model: Model, segment: Segment): NetworkSpace[] {
  const provider = (segment.vpc && indexById(model.topology).vpcs.get(segment.vpc)?.provider) || 'none';
  const nics = nicAddresses(model.topology)
    .inUse(segment.id)
    .map((address) => ({ first: address, last: address }));
  const pods = podAddresses(model);
  return segment.cidrs.map(({ value }) =>
    networkSpace(value, provider, new RangeSet([...nics, ...pods.within(value)])),
  );
}

function networkSpace(range: Prefix, provider: Provider, taken: RangeSet): NetworkSpace {
  const usable = usableRange(range, provider);
  const inUsable = usable ? taken.within(usable) : [];
  const used = usable ? taken.countIn(usable) : 0;
  const room = usable ? distance(usable.first, usable.last) + 1 : 0;
  const kept = new RangeSet([...inUsable, ...outside(range, usable)]);
  return {
    cidr: formatPrefix(range),
    size: prefixSize(range),
    reserved: prefixSize(range) - room,
    usable: room,
    used,
    free: room - used,
    largestFree: largestFree(range, kept),
  };
}

/** The parts of a range in front of and behind another in it. */
function outside(range: Range, inner: Range | undefined): Range[] {
  if (!inner) return [range];
  const parts = [
    { first: range.first, last: addressAt(inner.first, -1) },
    { first: addressAt(inner.last, 1), last: range.last },
  ];
  return parts.filter(({ first, last }) => first <= last);
}

/** Addresses of pods that live on segments, as those of Terway and of the AWS CNI do. */
const podAddresses = perModel(({ topology, allocate }): RangeSet => {
  const clusters = topology.clusters.filter((cluster) => sharesPools(cluster) && cluster.cni.kind !== 'weave');
  const addresses = clusters.flatMap((cluster) =>
    cluster.nodes.flatMap((node) =>
      allocate(cluster)
        .podsOn(node.id)
        .flatMap((pod) => (pod.workload.hostNetwork ? [] : pod.addresses)),
    ),
  );
  return RangeSet.ofAddresses(addresses);
});
