import type { Address } from '../address/address.ts';
import { formatAddress } from '../address/address.ts';
import { containsAddress, type Prefix } from '../address/prefix.ts';
import type { Edge, EdgeVerdict } from '../linux/namespace.ts';
import type { Packet } from '../linux/packet.ts';
import { perObject } from '../topology/ipam/lazy.ts';
import type { Topology } from '../topology/topology.ts';
import type { Segment } from '../topology/underlay.ts';

/** Ranges that only the machines of a cluster or a Docker host know: nobody else has a route to them. */
interface InternalRanges {
  readonly pods: readonly Prefix[];
  readonly services: readonly Prefix[];
  readonly containers: readonly Prefix[];
}

/** The ranges that the clusters and Docker hosts of a topology keep to themselves. */
export const internalRanges = perObject(collect);

function collect({ clusters, hosts, overlays }: Topology): InternalRanges {
  const pools = clusters.flatMap(({ cni }) =>
    cni.kind === 'calico' ? cni.ipPools.flatMap(({ cidr }) => cidr ?? []) : [],
  );
  const bridges = hosts.flatMap(({ docker }) => docker?.bridges.flatMap(({ cidrs }) => cidrs) ?? []);
  const values = (list: readonly { readonly value: Prefix }[]) => list.map(({ value }) => value);
  return {
    pods: values([...clusters.flatMap(({ podCIDRs }) => podCIDRs), ...pools]),
    services: values(clusters.flatMap(({ serviceCIDRs }) => serviceCIDRs)),
    containers: values([...bridges, ...overlays.flatMap(({ cidrs }) => cidrs)]),
  };
}

/** Whether an address lies in a range that a cluster or Docker keeps to itself. */
export function isInternal(topology: Topology, address: Address): boolean {
  const { pods, services, containers } = internalRanges(topology);
  return [...pods, ...services, ...containers].some((range) => containsAddress(range, address));
}

/** Whether any range of the model holds the address, so that somebody might have it. */
export function isDeclared(topology: Topology, address: Address): boolean {
  const holds = ({ cidrs }: { readonly cidrs: readonly { readonly value: Prefix }[] }) =>
    cidrs.some(({ value }) => containsAddress(value, address));
  return topology.segments.some(holds) || topology.vpcs.some(holds) || isInternal(topology, address);
}

/**
 * A gateway that nobody declared is the network's edge: what is for an address that nobody declared either leaves by it,
 * if it bears an address that the gateway can know. It has no routes to what clusters keep to themselves. Whether it leads
 * to another declared network nobody has said.
 */
export function gatewayEdge(topology: Topology, segment: Segment, name: string): Edge {
  return {
    judge({ source, destination }: Packet): EdgeVerdict {
      const { pods, services, containers } = internalRanges(topology);
      const inside = (ranges: readonly Prefix[], address: Address) =>
        ranges.some((range) => containsAddress(range, address));
      const gateway = `${name}, the gateway of ${segment.name},`;
      if (inside([...pods, ...services, ...containers], destination) && !inSegments(topology, destination)) {
        return { outcome: 'no-route', reason: `${gateway} has no route to ${formatAddress(destination)}` };
      }
      if (isDeclared(topology, destination)) {
        return { outcome: 'undecided', reason: `${gateway} is not declared: what it does with a packet is not known` };
      }
      if (inside([...pods, ...containers], source) && !inSegments(topology, source)) {
        const reason = `${gateway} knows no ${formatAddress(source)}: it could not send an answer there`;
        return { outcome: 'unknown-source', reason, code: 'EGRESS-NO-NAT' };
      }
      return { outcome: 'leaves', reason: `it leaves by ${gateway} for ${formatAddress(destination)}` };
    },
  };
}

function inSegments({ segments }: Topology, address: Address): boolean {
  return segments.some(({ cidrs }) => cidrs.some(({ value }) => containsAddress(value, address)));
}
