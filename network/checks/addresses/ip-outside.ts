import { type Address, familyOf, formatAddress } from '../../address/address.ts';
import { containsAddress, type Prefix, prefixFamily } from '../../address/prefix.ts';
import type { Allocate } from '../../topology/allocation.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { Workload } from '../../topology/workload.ts';
import type { Check } from '../diagnostic.ts';
import { holders } from '../support/holders.ts';
import { moveHolder, setToNext } from '../support/next-address.ts';
import { diagnostic } from '../support/place.ts';
import { podPlaces } from './pod-places.ts';

export const ipOutside: Check = {
  code: 'IP-OUTSIDE',
  severity: 'error',
  summary: 'An address is not in the range of the network, bridge or Pod range that it is on',
  *run({ topology, allocate, stop }) {
    for (const holder of holders(topology)) {
      if (stop()) return;
      const { address, place, words } = holder;
      if (!isOutside(address.value, place.ranges)) continue;
      const message = `${formatAddress(address.value)} of ${words} lies outside ${place.words}`;
      yield diagnostic(this, { message, origin: address.origin, fixes: moveHolder(topology, holder) });
    }
    for (const cluster of topology.clusters) yield* pods(this, cluster, allocate);
  },
};

function* pods(check: Check, cluster: Cluster, allocate: Allocate) {
  for (const { workload, address, words, ranges, usable, taken } of podPlaces(cluster, allocate(cluster))) {
    // An address of a family that the cluster has no range of is DUALSTACK's.
    const sameFamily = ranges.filter((range) => prefixFamily(range) === familyOf(address.value));
    if (!isOutside(address.value, sameFamily)) continue;
    const message = `${formatAddress(address.value)} of Pod ${podName(workload)} lies outside ${words}`;
    yield diagnostic(check, { message, origin: address.origin, fixes: setToNext(address, usable, taken) });
  }
}

/** Nothing is outside of a place that says no range at all: that is somebody else's mistake. */
function isOutside(address: Address, ranges: readonly Prefix[]): boolean {
  return ranges.length > 0 && !ranges.some((range) => containsAddress(range, address));
}

function podName({ namespace, name }: Workload): string {
  return `${namespace}/${name}`;
}
