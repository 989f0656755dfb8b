import { type Address, addressAt, distance, formatAddress } from '../../network/address/address.ts';
import { formatPrefix, type Prefix } from '../../network/address/prefix.ts';
import { type Range, RangeSet } from '../../network/address/ranges.ts';
import type { Allocation } from '../../network/topology/allocation.ts';
import type { Cluster } from '../../network/topology/cluster.ts';
import { staticPortBand } from '../../network/topology/ipam/node-ports.ts';
import { serviceRange, staticBand } from '../../network/topology/ipam/service-addresses.ts';
import { perAllocation } from './per-allocation.ts';

/** A part of a range, and how much of it is taken. */
export interface Band {
  /** First and last of it; empty strings where it is empty. */
  readonly from: string;
  readonly to: string;
  readonly size: number;
  readonly used: number;
  readonly free: number;
}

/** A serviceCIDR: the static band is for addresses that somebody writes, the dynamic one is given out first. */
export interface ServiceRangePlan {
  readonly cidr: string;
  readonly usable: number;
  readonly used: number;
  readonly free: number;
  readonly static: Band;
  readonly dynamic: Band;
}

/** The ranges for Services of a cluster. */
export const serviceRanges = perAllocation((cluster, allocation): readonly ServiceRangePlan[] => {
  const services = cluster.namespaces.flatMap((namespace) => namespace.services);
  const taken = RangeSet.ofAddresses(services.flatMap((service) => allocation.clusterIPs(service)));
  return cluster.serviceCIDRs.map(({ value }) => serviceRangePlan(value, taken));
});

function serviceRangePlan(cidr: Prefix, taken: RangeSet): ServiceRangePlan {
  const range = serviceRange(cidr);
  const dynamic = addressAt(range.first, staticBand(cidr));
  const bands = {
    static: bandOf({ first: range.first, last: addressAt(dynamic, -1) }, taken),
    dynamic: bandOf({ first: dynamic, last: range.last }, taken),
  };
  return { cidr: formatPrefix(cidr), ...sumOf(bands), ...bands };
}

function bandOf(range: Range, taken: RangeSet): Band {
  if (range.first > range.last) return { from: '', to: '', size: 0, used: 0, free: 0 };
  const size = distance(range.first, range.last) + 1;
  const used = taken.countIn(range);
  const text = (address: Address) => formatAddress(address);
  return { from: text(range.first), to: text(range.last), size, used, free: size - used };
}

function sumOf({ static: one, dynamic: other }: { readonly static: Band; readonly dynamic: Band }) {
  return { usable: one.size + other.size, used: one.used + other.used, free: one.free + other.free };
}

/** Ports are numbers of one kind, so their bands are the same arithmetic. */
export interface NodePortPlan {
  readonly usable: number;
  readonly used: number;
  readonly free: number;
  readonly static: Band;
  readonly dynamic: Band;
}

/** Node ports that are in use and free, in the bands that Kubernetes gives them out from. */
export function nodePortPlan(cluster: Cluster, allocation: Allocation): NodePortPlan {
  const { from, to } = cluster.serviceNodePortRange;
  const services = cluster.namespaces.flatMap((namespace) => namespace.services);
  const ports = services.flatMap((service) =>
    service.ports.flatMap((_, index) => allocation.nodePort(service, index) ?? []),
  );
  const dynamic = from + staticPortBand(cluster.serviceNodePortRange);
  const bands = { static: portBand(from, dynamic - 1, ports), dynamic: portBand(dynamic, to, ports) };
  return { ...sumOf(bands), ...bands };
}

function portBand(from: number, to: number, ports: readonly number[]): Band {
  const size = Math.max(0, to - from + 1);
  const used = new Set(ports.filter((port) => port >= from && port <= to)).size;
  return size === 0
    ? { from: '', to: '', size, used, free: 0 }
    : { from: `${from}`, to: `${to}`, size, used, free: size - used };
}
