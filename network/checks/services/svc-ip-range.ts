import { type Address, familyOf, formatAddress } from '../../address/address.ts';
import { address as parsed } from '../../address/parse.ts';
import { containsAddress, formatPrefix, type Prefix, prefixFamily } from '../../address/prefix.ts';
import type { Allocation } from '../../topology/allocation.ts';
import type { Cluster } from '../../topology/cluster.ts';
import { serviceRange } from '../../topology/ipam/service-addresses.ts';
import type { Sourced } from '../../topology/origin.ts';
import type { Service } from '../../topology/workload.ts';
import type { Check, Diagnostic } from '../diagnostic.ts';
import { setToNext } from '../support/next-address.ts';
import { diagnostic, type Found, isWritten } from '../support/place.ts';
import { serviceWords } from './node-ports.ts';

export const svcIpRange: Check = {
  code: 'SVC-IP-RANGE',
  severity: 'error',
  summary: "A ClusterIP outside the Service range, or another Service's",
  *run({ topology, allocate, stop }) {
    for (const cluster of topology.clusters) {
      if (stop()) return;
      yield* misplaced(this, cluster, () => allocate(cluster));
    }
  },
};

interface Holder {
  readonly service: Service;
  readonly address: Sourced<Address>;
}

function* misplaced(check: Check, cluster: Cluster, allocation: () => Allocation): Generator<Diagnostic> {
  const ranges = cluster.serviceCIDRs.map((cidr) => cidr.value);
  const seen = new Map<Address, Holder>();
  let taken: Set<Address> | undefined;
  for (const holder of holders(cluster)) {
    const { address } = holder;
    const found = outside(holder, cluster, ranges) ?? twice(holder, seen.get(address.value));
    if (!seen.has(address.value)) seen.set(address.value, holder);
    if (!found || !isWritten(address.origin)) continue;
    taken ??= takenIn(cluster, allocation());
    const usable = ranges.map(serviceRange);
    const fixes = setToNext(address, usable, taken);
    const [change] = fixes[0]?.changes ?? [];
    yield diagnostic(check, { ...found, fixes });
    // Several repairs at once must not meet in one address.
    if (change?.kind === 'set') taken.add(parsed(change.value));
  }
}

/** The API server's own Services first: their addresses are theirs before anybody writes one. */
function holders(cluster: Cluster): readonly Holder[] {
  const services = cluster.namespaces.flatMap((namespace) => namespace.services);
  const withAddress = services.filter(({ headless, type }) => !headless && type !== 'ExternalName');
  const ordered = [...withAddress.filter((one) => one.implicit), ...withAddress.filter((one) => !one.implicit)];
  return ordered.flatMap((service) => service.clusterIPs.map((address) => ({ service, address })));
}

/** A family that the cluster has no range of is DUALSTACK's. */
function outside({ service, address }: Holder, cluster: Cluster, ranges: readonly Prefix[]): Found | undefined {
  const { value, origin } = address;
  const range = ranges.find((one) => prefixFamily(one) === familyOf(value));
  if (!range) return undefined;
  const { first, last } = serviceRange(range);
  if (first <= value && value <= last) return undefined;
  const what = `${formatAddress(value)} of ${serviceWords(service)}`;
  const where = `the Service range ${formatPrefix(range)} of cluster ${cluster.name}`;
  const message = containsAddress(range, value)
    ? `${what} is an address of ${where} that the API server keeps for nobody`
    : `${what} lies outside ${where}`;
  return { message, origin };
}

function twice({ service, address }: Holder, first: Holder | undefined): Found | undefined {
  if (!first) return undefined;
  const holder = serviceWords(first.service);
  const related = isWritten(first.address.origin) ? [{ origin: first.address.origin, message: holder }] : [];
  const message = `${formatAddress(address.value)} of ${serviceWords(service)} is already ${holder}'s`;
  return { message, origin: address.origin, related };
}

function takenIn(cluster: Cluster, allocation: Allocation): Set<Address> {
  const services = cluster.namespaces.flatMap((namespace) => namespace.services);
  return new Set(services.flatMap((service) => allocation.clusterIPs(service)));
}
