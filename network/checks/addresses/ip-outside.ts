import { type Address, familyOf, formatAddress } from '../../address/address.ts';
import { containsAddress, formatPrefix, type Prefix, prefixFamily } from '../../address/prefix.ts';
import type { Allocate } from '../../topology/allocation.ts';
import { indexById } from '../../topology/by-id.ts';
import type { Cluster } from '../../topology/cluster.ts';
import { groupBy } from '../../topology/grouping.ts';
import { sharesPools } from '../../topology/ipam/shared-pools.ts';
import type { Sourced } from '../../topology/origin.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Workload } from '../../topology/workload.ts';
import type { Check, Diagnostic, Fix } from '../diagnostic.ts';
import { blockAround, isFreeForSegment } from '../support/free-for.ts';
import { type Holder, holders, usableOf } from '../support/holders.ts';
import { moveHolder, setToNext } from '../support/next-address.ts';
import { diagnostic, type Found } from '../support/place.ts';
import { listed } from '../support/words.ts';
import { podPlaces } from './pod-places.ts';

export const ipOutside: Check = {
  code: 'IP-OUTSIDE',
  severity: 'error',
  summary: 'An address is not in the range of the network, bridge or Pod range that it is on',
  *run(context): Generator<Diagnostic> {
    const { topology, allocate, stop } = context;
    for (const group of groupBy(holders(topology), ({ place }) => place.key).values()) {
      if (stop()) return;
      const outside = group.filter(({ address, place }) => isOutside(address.value, place.ranges));
      const misplaced = outside.length === group.length ? misplacedRange(topology, group) : undefined;
      if (misplaced) yield diagnostic(this, misplaced);
      for (const holder of misplaced ? [] : outside) {
        const { address, place, words } = holder;
        const message = `${formatAddress(address.value)} of ${words} lies outside ${place.words}`;
        yield diagnostic(this, { message, origin: address.origin, fixes: moveHolder(context, holder) });
      }
    }
    for (const cluster of topology.clusters) yield* pods(this, cluster, allocate);
    for (const cluster of topology.clusters) yield* podsOutsideVSwitches(this, topology, cluster);
  },
};

/** Where all of several addresses are outside, it is the range that is wrong. */
function misplacedRange(topology: Topology, group: readonly Holder[]): Found | undefined {
  const { place } = group[0]!;
  const [cidr, ...others] = place.cidrs;
  if (group.length < 2 || !cidr || others.length > 0) return undefined;
  const block = blockAround(
    cidr.value,
    group.map(({ address }) => ({ first: address.value, last: address.value })),
  );
  const isFree = block && fitsWell(group, block) && isFreeForSegment(topology, place.key, block);
  const related = group.map(({ address, words }) => ({
    origin: address.origin,
    message: `${formatAddress(address.value)} of ${words}`,
  }));
  return {
    message: `None of the ${group.length} addresses on ${place.words} lies in it`,
    origin: cidr.origin,
    related,
    fixes: isFree ? [write(cidr, block)] : [],
  };
}

/** No address would be one that the place keeps, nor twice there. */
function fitsWell(group: readonly Holder[], block: Prefix): boolean {
  const machines = group.filter((holder) => !holder.isGateway).map((holder) => holder.address.value);
  const usable = usableOf({ ...group[0]!.place, ranges: [block] });
  const isUsable = (address: Address) => usable.some((range) => range.first <= address && address <= range.last);
  return machines.every(isUsable) && new Set(machines).size === machines.length;
}

function write({ origin }: Sourced<Prefix>, block: Prefix): Fix {
  const value = formatPrefix(block);
  return { title: `Write ${value}, which holds them all`, changes: [{ kind: 'set', origin, value }] };
}

function* pods(check: Check, cluster: Cluster, allocate: Allocate) {
  for (const { workload, address, words, ranges, usable, taken } of podPlaces(cluster, allocate(cluster))) {
    // An address of a family that the cluster has no range of is DUALSTACK's.
    const sameFamily = ranges.filter((range) => prefixFamily(range) === familyOf(address.value));
    if (!isOutside(address.value, sameFamily)) continue;
    const message = `${formatAddress(address.value)} of Pod ${podName(workload)} lies outside ${words}`;
    yield diagnostic(check, { message, origin: address.origin, fixes: setToNext(address, usable, taken) });
  }
}

/** Terway gives pods addresses of pod vSwitches only; one outside the whole VPC is CIDR-POD-OUTSIDE-VPC's. */
function* podsOutsideVSwitches(check: Check, topology: Topology, cluster: Cluster): Generator<Diagnostic> {
  const { cni } = cluster;
  if (cni.kind !== 'terway' || !sharesPools(cluster)) return;
  const { segments, vpcs } = indexById(topology);
  const own = cni.podVSwitches.flatMap(({ value }) => segments.get(value) ?? []);
  const ranges = own.flatMap(({ cidrs }) => cidrs.map(({ value }) => value));
  const inVpc = own.flatMap(({ vpc }) => vpcs.get(vpc ?? '')?.cidrs.map(({ value }) => value) ?? []);
  for (const workload of cluster.namespaces.flatMap(({ workloads }) => workloads)) {
    for (const { value, origin } of workload.hostNetwork ? [] : workload.addresses) {
      const isOurs = inVpc.some((range) => containsAddress(range, value));
      if (!isOurs || !isOutside(value, ranges)) continue;
      const where = listed(
        own.map(({ name, cidrs }) => `${name} (${cidrs.map((c) => formatPrefix(c.value)).join(', ')})`),
      );
      const message = `${formatAddress(value)} of Pod ${podName(workload)} lies in none of the pod vSwitches of cluster ${cluster.name}: ${where}`;
      yield diagnostic(check, { message, origin });
    }
  }
}

/** Nothing is outside of a place that says no range at all: that is somebody else's mistake. */
function isOutside(address: Address, ranges: readonly Prefix[]): boolean {
  return ranges.length > 0 && !ranges.some((range) => containsAddress(range, address));
}

function podName({ namespace, name }: Workload): string {
  return `${namespace}/${name}`;
}
