import { formatAddress } from '../../address/address.ts';
import { formatPrefix, hostPrefix, type Prefix } from '../../address/prefix.ts';
import { indexById } from '../../topology/by-id.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { Origin } from '../../topology/origin.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Segment } from '../../topology/underlay.ts';
import { placeOf } from './place.ts';
import { segmentWord } from './words.ts';

/** A range that packets between machines use, in words ("vSwitch zone-h (10.0.32.0/20) of VPC shop"). */
export interface UnderlayRange {
  readonly range: Prefix;
  readonly words: string;
  readonly origin: Origin;
}

/**
 * The ranges of the networks that a cluster runs on, the most telling first: segments, then VPCs as a whole, then
 * addresses of nodes that are on no segment. A cluster without any node on a segment may come to lie on each of them.
 */
export function underlayOf(topology: Topology, cluster: Cluster): readonly UnderlayRange[] {
  const segments = segmentsOf(topology, cluster);
  const vpcIds = new Set(segments.map((segment) => segment.vpc));
  const vpcs = topology.vpcs.filter((vpc) => vpcIds.has(vpc.id) || segments.length === 0);
  return [
    ...segments.flatMap((segment) => rangesOf(segment, (range) => segmentWords(topology, segment, range))),
    ...vpcs.flatMap((vpc) => rangesOf(vpc, (range) => `VPC ${vpc.name} (${range})`)),
    ...strayNodeAddresses(topology, cluster),
  ];
}

/** The segments of a cluster's nodes, all others of their VPCs, and what routers connect to them. */
function segmentsOf(topology: Topology, cluster: Cluster): readonly Segment[] {
  const attached = cluster.nodes.flatMap((node) => node.nics.flatMap((nic) => nic.segment?.value ?? []));
  if (attached.length === 0) return topology.segments;
  const reached = new Set(attached);
  for (let size = -1; size < reached.size; ) {
    size = reached.size;
    for (const router of topology.routers) {
      const ids = router.connects.map((reference) => reference.value);
      if (ids.some((id) => reached.has(id))) for (const id of ids) reached.add(id);
    }
    const vpcs = new Set(topology.segments.filter((segment) => reached.has(segment.id)).map((segment) => segment.vpc));
    vpcs.delete(undefined);
    for (const segment of topology.segments) if (vpcs.has(segment.vpc)) reached.add(segment.id);
  }
  return topology.segments.filter((segment) => reached.has(segment.id));
}

function rangesOf(owner: Pick<Segment, 'cidrs' | 'origin'>, words: (range: string) => string): UnderlayRange[] {
  return owner.cidrs.map((cidr) => ({
    range: cidr.value,
    words: words(formatPrefix(cidr.value)),
    origin: placeOf(cidr, owner),
  }));
}

function segmentWords(topology: Topology, segment: Segment, range: string): string {
  const vpc = segment.vpc === undefined ? undefined : indexById(topology).vpcs.get(segment.vpc);
  return `${segmentWord(topology, segment)} ${segment.name} (${range})${vpc ? ` of VPC ${vpc.name}` : ''}`;
}

function strayNodeAddresses(topology: Topology, cluster: Cluster): UnderlayRange[] {
  const { segments } = indexById(topology);
  return cluster.nodes.flatMap((node) =>
    node.nics
      .filter((nic) => !nic.segment || !segments.has(nic.segment.value))
      .flatMap((nic) => nic.addresses)
      .map(({ value, origin }) => ({
        range: hostPrefix(value),
        words: `node ${node.name} (${formatAddress(value)})`,
        origin,
      })),
  );
}
