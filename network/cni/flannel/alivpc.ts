import type { Address } from '../../address/address.ts';
import { containsAddress, formatPrefix, prefixFamily, samePrefix } from '../../address/prefix.ts';
import type { RefusedRoute, Route } from '../../linux/route.ts';
import type { RouteSource } from '../../linux/routing-table.ts';
import type { Flannel } from '../../topology/cni.ts';
import type { ClusterView, FabricTable } from '../plugin.ts';
import type { Backend } from './backend.ts';
import type { Lease, Leases } from './leases.ts';

/**
 * `alivpc`: a node has nothing but its default route; the VPC's route table leads to the other pods. On ACK the cloud
 * controller writes one entry a node, into the system route table and no other.
 */
export function alivpc(view: ClusterView, config: Flannel, leases: Leases): Backend {
  return { overhead: 0, program: () => {}, fabric: (table) => entries(view, config, leases, table) };
}

function entries(view: ClusterView, config: Flannel, leases: Leases, table: FabricTable): RouteSource | undefined {
  if (!table.system) return undefined;
  const entryOf = (lease: Lease | undefined): Route | undefined => lease && entry(config, lease, table);
  const isMissing = (route: Route) => table.missing.some(({ value }) => samePrefix(value, route.destination));
  const network = view.cluster.podCIDRs.map(({ value }) => value).filter((cidr) => prefixFamily(cidr) === 4);
  return {
    matches(address: Address) {
      const found = entryOf(leases.at(address));
      return found && !isMissing(found) ? [found] : [];
    },
    refused(address: Address): RefusedRoute | undefined {
      if (!network.some((range) => containsAddress(range, address))) return undefined;
      const route = entryOf(leases.at(address));
      if (!route || !isMissing(route)) return undefined;
      const reason = `the entry ${formatPrefix(route.destination)} is missing`;
      return { route, reason, code: 'VPC-ROUTE-MISSING', lost: true };
    },
    *all() {
      for (const lease of leases.all()) {
        const found = entryOf(lease);
        if (found && !isMissing(found)) yield found;
      }
    },
  };
}

/** `<pods of the node> via <the node>`, for a node that is plugged into the VPC. */
function entry({ backend }: Flannel, lease: Lease, table: FabricTable): Route | undefined {
  const device = table.deviceTowards(lease.publicAddress);
  if (device === undefined) return undefined;
  const { subnet, publicAddress } = lease;
  const { origin } = backend;
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
