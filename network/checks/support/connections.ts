import type { Address } from '../../address/address.ts';
import { formatPrefix, type Prefix } from '../../address/prefix.ts';
import { indexById } from '../../topology/by-id.ts';
import type { Cluster } from '../../topology/cluster.ts';
import { usesVpcAddresses } from '../../topology/ipam/shared-pools.ts';
import type { Origin, Sourced } from '../../topology/origin.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Segment, Vpc } from '../../topology/underlay.ts';
import type { Change } from '../diagnostic.ts';
import { placeOf, setOrInsert } from './place.ts';
import { podRangesOf } from './pod-ranges.ts';
import { podLiterals, segmentLiterals } from './renumber.ts';
import { vpcRouteOf } from './vpc-route.ts';

/** A range that packets come to from elsewhere. */
export interface Connected {
  readonly cidr: Sourced<Prefix>;
  /** "VPC shop (10.0.0.0/16)". */
  readonly words: string;
  /** "VPC shop". */
  readonly what: string;
  readonly origin: Origin;
  /** What is written inside the range and moves with it. */
  readonly members: readonly Sourced<Address | Prefix>[];
  readonly change: (value: string) => Change;
}

/**
 * Pairs of ranges that are connected, in each pair the one that should rather move last: a VPC before an office, the
 * later of two alike, Pods before everything. VPC peering is not transitive, so only its two ends are a pair.
 */
export function* connections(topology: Topology): Generator<readonly [fixed: Connected, movable: Connected]> {
  yield* routed(topology);
  for (const vpc of topology.vpcs) {
    for (const peer of peersOf(topology, vpc)) {
      const own = vpcRanges(topology, vpc);
      const theirs = 'subnets' in peer ? vpcRanges(topology, peer) : segmentRanges(topology, peer);
      const isLater = 'subnets' in peer && topology.vpcs.indexOf(peer) > topology.vpcs.indexOf(vpc);
      for (const a of own) for (const b of theirs) yield isLater ? [a, b] : [b, a];
      for (const pods of podsIn(topology, vpc)) for (const b of theirs) yield [b, pods];
      if (!('subnets' in peer)) continue;
      for (const pods of podsIn(topology, peer)) for (const a of own) yield [a, pods];
      for (const a of podsIn(topology, vpc)) for (const b of podsIn(topology, peer)) yield isLater ? [a, b] : [b, a];
    }
  }
  yield* neighbours(topology);
}

/** Networks that one router connects, or several that share a network. */
function* routed(topology: Topology): Generator<readonly [Connected, Connected]> {
  for (const group of routerGroups(topology)) {
    const networks = topology.segments.filter((segment) => group.has(segment.id));
    for (const [index, later] of networks.entries()) {
      for (const earlier of networks.slice(0, index)) {
        // Subnets of one VPC are SUBNET-OVERLAP's.
        if (later.vpc !== undefined && later.vpc === earlier.vpc) continue;
        for (const a of segmentRanges(topology, earlier)) {
          for (const b of segmentRanges(topology, later)) yield [a, b];
        }
      }
    }
  }
}

function routerGroups(topology: Topology): readonly ReadonlySet<string>[] {
  const groups: Set<string>[] = [];
  for (const router of topology.routers) {
    const ids = new Set(router.connects.map((reference) => reference.value));
    const touching = groups.filter((group) => [...ids].some((id) => group.has(id)));
    for (const group of touching) {
      for (const id of group) ids.add(id);
      groups.splice(groups.indexOf(group), 1);
    }
    groups.push(ids);
  }
  return groups;
}

/** Clusters of one VPC whose Pods' addresses the VPC itself routes: two of them cannot share a range. */
function* neighbours(topology: Topology): Generator<readonly [Connected, Connected]> {
  for (const vpc of topology.vpcs) {
    const clusters = clustersIn(topology, vpc).filter((cluster) => vpcRouteOf(cluster));
    for (const [index, later] of clusters.entries()) {
      for (const earlier of clusters.slice(0, index)) {
        for (const a of podRanges(earlier)) for (const b of podRanges(later)) yield [a, b];
      }
    }
  }
}

function peersOf(topology: Topology, vpc: Vpc): readonly (Vpc | Segment)[] {
  const { vpcs, segments, hosts } = indexById(topology);
  return vpc.peerings.flatMap(({ value }) => {
    const peer = vpcs.get(value) ?? segments.get(value);
    if (peer) return [peer];
    return (hosts.get(value)?.nics ?? []).flatMap((nic) => segments.get(nic.segment?.value ?? '') ?? []);
  });
}

function clustersIn(topology: Topology, vpc: Vpc): readonly Cluster[] {
  const { segments } = indexById(topology);
  return topology.clusters.filter((cluster) =>
    cluster.nodes.some((node) => node.nics.some((nic) => segments.get(nic.segment?.value ?? '')?.vpc === vpc.id)),
  );
}

/** Pods with ranges of their own; where they have addresses of the VPC, the VPC stands for them. */
function podsIn(topology: Topology, vpc: Vpc): readonly Connected[] {
  return clustersIn(topology, vpc)
    .filter((cluster) => !usesVpcAddresses(cluster))
    .flatMap(podRanges);
}

function podRanges(cluster: Cluster): readonly Connected[] {
  return podRangesOf(cluster).map(({ cidr, words, owner, field }) => ({
    cidr,
    words: `${words} of cluster ${cluster.name}`,
    what: 'the Pod range',
    origin: placeOf(cidr, owner),
    members: podLiterals(cluster),
    change: (value) => setOrInsert(cidr, owner, field, value),
  }));
}

function vpcRanges(topology: Topology, vpc: Vpc): readonly Connected[] {
  const subnets = topology.segments.filter((segment) => segment.vpc === vpc.id);
  const members = subnets.flatMap((subnet) => [...subnet.cidrs, ...segmentLiterals(topology, subnet)]);
  return rangesOf('VPC', vpc, members);
}

function segmentRanges(topology: Topology, segment: Segment): readonly Connected[] {
  return rangesOf(segment.kind === 'network' ? 'network' : 'subnet', segment, segmentLiterals(topology, segment));
}

function rangesOf(kind: string, owner: Vpc | Segment, members: Connected['members']): readonly Connected[] {
  return owner.cidrs.map((cidr) => ({
    cidr,
    words: `${kind} ${owner.name} (${formatPrefix(cidr.value)})`,
    what: `${kind} ${owner.name}`,
    origin: placeOf(cidr, owner),
    members,
    change: (value) => setOrInsert(cidr, owner, 'cidr', value),
  }));
}
