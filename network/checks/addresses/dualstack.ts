import { type Address, type Family, familyOf, formatAddress } from '../../address/address.ts';
import { formatPrefix, type Prefix, prefixFamily } from '../../address/prefix.ts';
import type { Cluster } from '../../topology/cluster.ts';
import { usesVpcAddresses } from '../../topology/ipam/shared-pools.ts';
import type { Sourced } from '../../topology/origin.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic, type Found, placeOf } from '../support/place.ts';

export const dualstack: Check = {
  code: 'DUALSTACK',
  severity: 'error',
  summary: 'A family of addresses is used that the cluster has no range of, or that its CNI does not support',
  *run({ topology }) {
    for (const cluster of topology.clusters) {
      for (const found of [...twice(cluster), ...unsupported(cluster), ...withoutRange(cluster)])
        yield diagnostic(this, found);
    }
  },
};

/** The API server and kube-controller-manager take one range of each family. Calico has pools beside podCIDR, and as many as it likes. */
function* twice({ podCIDRs, serviceCIDRs }: Cluster): Generator<Found> {
  for (const [field, ranges] of [
    ['podCIDR', podCIDRs],
    ['serviceCIDR', serviceCIDRs],
  ] as const) {
    for (const [index, { value, origin }] of ranges.entries()) {
      const family = prefixFamily(value);
      const before = ranges.slice(0, index).find((one) => prefixFamily(one.value) === family);
      if (!before) continue;
      const message = `a cluster has one ${field} of a family, and IPv${family} has ${formatPrefix(before.value)}`;
      yield { message, origin, related: [{ message: `the first ${field}`, origin: before.origin }] };
    }
  }
}

/** What a CNI cannot do with the families of the cluster's ranges. */
function* unsupported(cluster: Cluster): Generator<Found> {
  const { cni } = cluster;
  const ranges = [...cluster.podCIDRs, ...cluster.serviceCIDRs];
  const ipv6 = ranges.find((cidr) => prefixFamily(cidr.value) === 6);
  if (!ipv6) return;
  const origin = placeOf(ipv6, cluster);
  if (cni.kind === 'weave') yield { message: 'Weave Net has no IPv6', origin };
  if (cni.kind === 'flannel' && (cni.backend.type === 'udp' || cni.backend.type === 'alivpc')) {
    yield { message: `flannel's backend ${cni.backend.type} has no IPv6; vxlan and host-gw have`, origin };
  }
  const isDual = cluster.serviceCIDRs.some((cidr) => prefixFamily(cidr.value) === 4);
  if (cni.kind === 'aws-vpc' && isDual) {
    yield { message: 'The AWS VPC CNI gives Pods IPv4 or IPv6, never both', origin };
  }
}

function* withoutRange(cluster: Cluster): Generator<Found> {
  const services = cluster.namespaces.flatMap((namespace) => namespace.services);
  const clusterIPs = [
    ...(cluster.dns.clusterIP ? [cluster.dns.clusterIP] : []),
    ...services.flatMap((s) => s.clusterIPs),
  ];
  for (const address of clusterIPs) yield* stranger(address, cluster.serviceCIDRs, 'serviceCIDR', cluster);
  if (usesVpcAddresses(cluster)) return;
  const workloads = cluster.namespaces.flatMap((namespace) => namespace.workloads).filter((w) => !w.hostNetwork);
  const pools = cluster.cni.kind === 'calico' ? cluster.cni.ipPools.flatMap((pool) => pool.cidr ?? []) : [];
  const ranges = [...cluster.podCIDRs, ...pools];
  for (const address of workloads.flatMap((w) => w.addresses)) yield* stranger(address, ranges, 'podCIDR', cluster);
}

function* stranger(
  { value, origin }: Sourced<Address>,
  ranges: readonly Sourced<Prefix>[],
  field: string,
  cluster: Cluster,
): Generator<Found> {
  const family: Family = familyOf(value);
  if (ranges.length === 0 || ranges.some((range) => prefixFamily(range.value) === family)) return;
  yield {
    message: `${formatAddress(value)} is IPv${family}, and cluster ${cluster.name} has no ${field} of that family`,
    origin,
  };
}
