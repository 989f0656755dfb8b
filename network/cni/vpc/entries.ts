import type { Address } from '../../address/address.ts';
import { containsAddress, formatPrefix, type Prefix, prefixFamily, samePrefix } from '../../address/prefix.ts';
import type { RefusedRoute, Route } from '../../linux/route.ts';
import type { RouteSource } from '../../linux/routing-table.ts';
import type { Origin } from '../../topology/origin.ts';
import type { ClusterView, FabricTable } from '../plugin.ts';

/** A node's pods, and the address that the VPC sends them to. */
export interface NodeRange {
  readonly subnet: Prefix;
  readonly publicAddress: Address;
}

/** The nodes' ranges, by an address in them and all together. */
export interface NodeRangeSource {
  at(address: Address): NodeRange | undefined;
  all(): Iterable<NodeRange>;
}

/** What a cloud controller writes into the system route table and no other: one entry a node. */
export function vpcEntries(
  view: ClusterView,
  origin: Origin,
  ranges: NodeRangeSource,
  table: FabricTable,
): RouteSource | undefined {
  if (!table.system) return undefined;
  const entryOf = (range: NodeRange | undefined): Route | undefined => range && entry(origin, range, table);
  const isMissing = (route: Route) => table.missing.some(({ value }) => samePrefix(value, route.destination));
  const network = view.cluster.podCIDRs.map(({ value }) => value).filter((cidr) => prefixFamily(cidr) === 4);
  return {
    matches(address: Address) {
      const found = entryOf(ranges.at(address));
      return found && !isMissing(found) ? [found] : [];
    },
    refused(address: Address): RefusedRoute | undefined {
      if (!network.some((range) => containsAddress(range, address))) return undefined;
      const route = entryOf(ranges.at(address));
      if (!route || !isMissing(route)) return undefined;
      const reason = `the entry ${formatPrefix(route.destination)} is missing`;
      return { route, reason, code: 'VPC-ROUTE-MISSING', lost: true };
    },
    *all() {
      for (const range of ranges.all()) {
        const found = entryOf(range);
        if (found && !isMissing(found)) yield found;
      }
    },
  };
}

/** `<pods of the node> via <the node>`, for a node that is plugged into the VPC. */
function entry(origin: Origin, { subnet, publicAddress }: NodeRange, table: FabricTable): Route | undefined {
  const device = table.deviceTowards(publicAddress);
  if (device === undefined) return undefined;
  return {
    type: 'unicast',
    destination: subnet,
    via: publicAddress,
    device,
    scope: 'global',
    protocol: 'static',
    origin,
  };
}
