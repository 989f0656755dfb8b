import { type Address, addressAt, familyOf } from '../../address/address.ts';
import { containsAddress } from '../../address/prefix.ts';
import { indexById } from '../../topology/by-id.ts';
import type { Cluster } from '../../topology/cluster.ts';
import { nicAddresses, usableRanges } from '../../topology/ipam/nics.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Segment, Vpc } from '../../topology/underlay.ts';
import type { Ingress, Service } from '../../topology/workload.ts';

/** The VPC that a cluster's nodes are in, and the subnet of the first of them; undefined where they are in none. */
export function vpcOfCluster(topology: Topology, { nodes }: Cluster): { vpc: Vpc; subnet: Segment } | undefined {
  const { segments, vpcs } = indexById(topology);
  for (const node of nodes) {
    for (const nic of node.nics) {
      const subnet = segments.get(nic.segment?.value ?? '');
      const vpc = subnet?.vpc === undefined ? undefined : vpcs.get(subnet.vpc);
      if (subnet && vpc) return { vpc, subnet };
    }
  }
  return undefined;
}

/** The subnets that a load balancer has an address in, one for each zone. */
export function zonesOf(subnets: readonly Segment[]): readonly Segment[] {
  const seen = new Set<string>();
  return subnets.filter((subnet) => {
    const zone = subnet.zone?.value ?? subnet.id;
    return !seen.has(zone) && seen.add(zone);
  });
}

/** Those written; else what the controller finds by itself: public ones for the Internet, private ones else. */
export function subnetsOfIngress(topology: Topology, vpc: Vpc, ingress: Ingress): readonly Segment[] {
  const { segments } = indexById(topology);
  if (ingress.subnets.length > 0) return ingress.subnets.flatMap(({ value }) => segments.get(value) ?? []);
  return subnetsFor(topology, vpc, ingress.scheme === 'internet-facing');
}

/** Subnets of a VPC that face the Internet or do not; all of them where none is marked so. */
export function subnetsFor(topology: Topology, vpc: Vpc, facing: boolean): readonly Segment[] {
  const own = topology.segments.filter((segment) => segment.vpc === vpc.id);
  const fitting = own.filter((segment) => (segment.public ?? false) === facing);
  return fitting.length > 0 ? fitting : own;
}

/** The subnet that an address written for a load balancer lies in: then it is one for the VPC only. */
export function internalSubnet(topology: Topology, vpc: Vpc, { loadBalancerIP }: Service): Segment | undefined {
  if (!loadBalancerIP) return undefined;
  const own = topology.segments.filter((segment) => segment.vpc === vpc.id);
  return own.find(({ cidrs }) => cidrs.some(({ value }) => containsAddress(value, loadBalancerIP.value)));
}

/** Hands out addresses of subnets from their ends, where neither nodes nor hosts are given any. */
export class FreeAddresses {
  readonly #topology: Topology;
  readonly #taken = new Map<string, Set<Address>>();

  constructor(topology: Topology) {
    this.#topology = topology;
  }

  next(subnet: Segment): Address | undefined {
    const taken = this.#taken.get(subnet.id) ?? new Set(nicAddresses(this.#topology).inUse(subnet.id));
    this.#taken.set(subnet.id, taken);
    const range = usableRanges(this.#topology, subnet).find(({ first }) => familyOf(first) === 4);
    if (!range) return undefined;
    for (let own = range.last; own >= range.first; own = addressAt(own, -1)) {
      if (taken.has(own)) continue;
      taken.add(own);
      return own;
    }
    return undefined;
  }
}
