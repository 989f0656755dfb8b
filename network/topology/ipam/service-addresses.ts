import { type Address, addressAt } from '../../address/address.ts';
import { containsAddress, type Prefix, prefixFamily, prefixSize } from '../../address/prefix.ts';
import { type Range, RangeSet } from '../../address/ranges.ts';
import type { Cluster } from '../cluster.ts';
import type { Service } from '../workload.ts';

/** The API server keeps at most this many addresses of an IPv6 range in its allocation bitmap. */
const IPV6_LIMIT = 65536;

/**
 * ClusterIPs by service id. Written ones as they are; `default/kubernetes` has the first address of the range and the
 * DNS Service the tenth (or the one written in `dns`); all others the next free of the dynamic band, then of the static
 * one. A Service that says nothing is single-stack, as Kubernetes' `ipFamilyPolicy` has it: the first serviceCIDR's family.
 * Source: kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation.
 */
export function clusterIPs(cluster: Cluster): ReadonlyMap<string, readonly Address[]> {
  const services = cluster.namespaces.flatMap((namespace) => namespace.services).filter(hasClusterIP);
  const range = cluster.serviceCIDRs[0]?.value;
  const fixed = fixedAddresses(cluster);
  const written = services.flatMap((service) => service.clusterIPs.map((address) => address.value));
  const next = range ? dynamicAddresses(range, [...written, ...fixed.values()]) : undefined;
  const result = new Map<string, readonly Address[]>();
  for (const service of services) {
    const address = fixed.get(service.id.slice(cluster.id.length + 1));
    if (service.clusterIPs.length > 0)
      result.set(
        service.id,
        service.clusterIPs.map(({ value }) => value),
      );
    else result.set(service.id, one(address ?? next?.next().value ?? undefined));
  }
  return result;
}

/** The address of `default/kubernetes` and that of the DNS Service, by `namespace/name`. */
function fixedAddresses(cluster: Cluster): ReadonlyMap<string, Address> {
  const fixed = new Map<string, Address>();
  const range = cluster.serviceCIDRs[0]?.value;
  const dns = cluster.dns.clusterIP?.value ?? (range && nth(range, 10));
  if (dns !== undefined) fixed.set('kube-system/kube-dns', dns);
  const kubernetes = range && nth(range, 1);
  if (kubernetes !== undefined) fixed.set('default/kubernetes', kubernetes);
  return fixed;
}

/** The addresses that Services may have: without the network address and, for IPv4, without the broadcast address. */
export function serviceRange(range: Prefix): Range {
  const isIPv4 = prefixFamily(range) === 4;
  const size = isIPv4 ? prefixSize(range) : Math.min(prefixSize(range), IPV6_LIMIT);
  return { first: addressAt(range.first, 1), last: addressAt(range.first, isIPv4 ? size - 2 : size - 1) };
}

/** How many addresses from the first on are kept for those who write one: min(max(16, size/16), 256); none of a tiny range. */
export function staticBand(range: Prefix): number {
  const size = prefixSize(range);
  return size <= 16 ? 0 : Math.min(Math.max(16, Math.floor(size / 16)), 256);
}

function* dynamicAddresses(range: Prefix, taken: readonly Address[]): Generator<Address> {
  const { first, last } = serviceRange(range);
  const dynamic = addressAt(first, staticBand(range));
  const set = RangeSet.ofAddresses(taken);
  yield* set.free({ first: dynamic, last });
  if (dynamic > first) yield* set.free({ first, last: addressAt(dynamic, -1) });
}

function hasClusterIP(service: Service): boolean {
  return !service.headless && service.type !== 'ExternalName';
}

function nth(range: Prefix, index: number): Address | undefined {
  const address = addressAt(range.first, index);
  return containsAddress(range, address) ? address : undefined;
}

function one(address: Address | undefined): readonly Address[] {
  return address === undefined ? [] : [address];
}
