import { type Address, formatAddress } from '../../address/address.ts';
import { overlappingPairs } from '../../address/overlap.ts';
import { containsPrefix, formatPrefix, type Prefix, prefixFamily } from '../../address/prefix.ts';
import { nextFreeBlock, RangeSet } from '../../address/ranges.ts';
import type { Allocation } from '../../topology/allocation.ts';
import type { Cluster, Node } from '../../topology/cluster.ts';
import type { Sourced } from '../../topology/origin.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Check, Diagnostic, Fix } from '../diagnostic.ts';
import { blockAround, isFreeForPods } from '../support/free-for.ts';
import { setToNext } from '../support/next-address.ts';
import { diagnostic, type Found, placeOf, setOrInsert } from '../support/place.ts';
import { moveAlong } from '../support/renumber.ts';
import { podPlaces } from './pod-places.ts';

/** A range written for a node, and what it has to lie in. */
interface Own {
  readonly node: Node;
  readonly cidr: Sourced<Prefix>;
  /** "Pod range", or with Calico "block". */
  readonly what: string;
  readonly within: readonly Prefix[];
  readonly withinWords: string;
}

export const cidrPodPod: Check = {
  code: 'CIDR-POD-POD',
  severity: 'error',
  summary: "Pod ranges or blocks of nodes, or addresses of Pods, overlap or are outside the cluster's",
  *run({ topology, allocate, stop }) {
    for (const cluster of topology.clusters) {
      if (stop()) return;
      const own = ownRanges(cluster);
      const outside = new Set(own.filter(isOutside));
      const isMisplaced = outside.size === own.length && firstClashes(own).size === 0;
      const misplaced = isMisplaced ? misplacedRange(topology, cluster, own) : undefined;
      if (misplaced) yield diagnostic(this, misplaced);
      for (const range of misplaced ? [] : outside)
        yield diagnostic(this, { ...outsideWords(range), ...movable(cluster, range, own) });
      const inside = own.filter((range) => !outside.has(range));
      for (const [later, earlier] of firstClashes(inside)) {
        yield diagnostic(this, { ...overlapWords(later, earlier), ...movable(cluster, later, own) });
      }
      yield* repeated(this, cluster, allocate(cluster));
    }
  },
};

function ownRanges(cluster: Cluster): readonly Own[] {
  const { cni } = cluster;
  if (cni.kind !== 'calico') {
    const within = cluster.podCIDRs.map((cidr) => cidr.value);
    const withinWords = `the Pod range ${within.map(formatPrefix).join(', ')} of cluster ${cluster.name}`;
    return cluster.nodes.flatMap((node) =>
      node.podCIDRs.map((cidr) => ({ node, cidr, what: 'Pod range', within, withinWords })),
    );
  }
  const pools = cni.ipPools.length > 0 ? cni.ipPools.flatMap((pool) => pool.cidr ?? []) : cluster.podCIDRs;
  const within = pools.map((cidr) => cidr.value);
  const withinWords = `the IPPools ${within.map(formatPrefix).join(', ')} of cluster ${cluster.name}`;
  return cluster.nodes.flatMap((node) =>
    node.ipBlocks.map((cidr) => ({ node, cidr, what: 'block', within, withinWords })),
  );
}

function isOutside({ cidr, within }: Own): boolean {
  const family = within.filter((range) => prefixFamily(range) === prefixFamily(cidr.value));
  return family.length > 0 && !family.some((range) => containsPrefix(range, cidr.value));
}

/** Where all of several nodes' ranges are outside, it is the cluster's range that is wrong. */
function misplacedRange(topology: Topology, cluster: Cluster, own: readonly Own[]): Found | undefined {
  const [cidr, ...others] = cluster.podCIDRs;
  if (own.length < 2 || !cidr || others.length > 0 || cluster.cni.kind === 'calico') return undefined;
  const ranges = own.map((range) => range.cidr.value);
  const block = blockAround(cidr.value, ranges);
  const isFree = block && isFreeForPods(topology, cluster, block);
  const value = block ? formatPrefix(block) : '';
  const changes = [setOrInsert(cidr, cluster, 'podCIDR', value)];
  return {
    message: `None of the ${own.length} Pod ranges of nodes lies in the Pod range ${formatPrefix(cidr.value)} of cluster ${cluster.name}`,
    origin: placeOf(cidr, cluster),
    related: own.map(({ node, cidr }) => ({
      origin: cidr.origin,
      message: `${formatPrefix(cidr.value)} of node ${node.name}`,
    })),
    fixes: isFree ? [{ title: `Write ${value}, which holds them all`, changes }] : [],
  };
}

function outsideWords({ node, cidr, what, withinWords }: Own): Pick<Diagnostic, 'message'> {
  return { message: `The ${what} ${formatPrefix(cidr.value)} of node ${node.name} lies outside ${withinWords}` };
}

function overlapWords({ node, cidr, what }: Own, other: Own): Pick<Diagnostic, 'message' | 'related'> {
  const theirs = `${formatPrefix(other.cidr.value)} of node ${other.node.name}`;
  return {
    message: `The ${what} ${formatPrefix(cidr.value)} of node ${node.name} overlaps ${theirs}: packets to its Pods would go to both`,
    related: [{ origin: other.cidr.origin, message: `The ${what} ${theirs}` }],
  };
}

/** For each range that overlaps an earlier one, the first such. */
function firstClashes(ranges: readonly Own[]): Map<Own, Own> {
  const position = new Map(ranges.map((range, index) => [range, index]));
  const found = new Map<Own, Own>();
  for (const [earlier, later] of overlappingPairs(ranges, (range) => range.cidr.value)) {
    const known = found.get(later);
    if (!known || position.get(earlier)! < position.get(known)!) found.set(later, earlier);
  }
  return found;
}

function movable(cluster: Cluster, range: Own, all: readonly Own[]): { origin: Own['cidr']['origin']; fixes: Fix[] } {
  return { origin: range.cidr.origin, fixes: fixes(cluster, range, all) };
}

function fixes(cluster: Cluster, { node, cidr, what, within }: Own, all: readonly Own[]): Fix[] {
  const workloads = cluster.namespaces.flatMap((namespace) => namespace.workloads);
  const mine = workloads.filter((workload) => workload.on.some((on) => on.value === node.id));
  const theirs = workloads.filter((workload) => !mine.includes(workload)).flatMap((workload) => workload.addresses);
  const pods = theirs.map(({ value }) => ({ first: value, last: value }));
  const taken = new RangeSet([...all.map((other) => other.cidr.value), ...pods]);
  const same = within.filter((range) => prefixFamily(range) === prefixFamily(cidr.value));
  const block = same.map((range) => nextFreeBlock(range, cidr.value.length, taken)).find((found) => found);
  const along =
    block &&
    moveAlong(
      mine.flatMap((workload) => workload.addresses),
      cidr.value,
      block,
    );
  if (!block || !along) return [];
  const title = `Move the ${what} to ${formatPrefix(block)}${along.length > 0 ? ', with the addresses of its Pods' : ''}`;
  return [{ title, changes: [{ kind: 'set', origin: cidr.origin, value: formatPrefix(block) }, ...along] }];
}

function* repeated(check: Check, cluster: Cluster, allocation: Allocation): Generator<Diagnostic> {
  const seen = new Map<Address, { origin: Sourced<Address>['origin']; name: string }>();
  for (const { workload, address, usable, taken } of podPlaces(cluster, allocation)) {
    const name = `${workload.namespace}/${workload.name}`;
    const first = seen.get(address.value);
    if (!first) seen.set(address.value, { origin: address.origin, name });
    else {
      yield diagnostic(check, {
        message: `${formatAddress(address.value)} of Pod ${name} is already Pod ${first.name}'s`,
        origin: address.origin,
        related: [{ origin: first.origin, message: `Pod ${first.name}` }],
        fixes: setToNext(address, usable, taken),
      });
    }
  }
}
