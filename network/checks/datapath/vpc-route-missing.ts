import { formatAddress } from '../../address/address.ts';
import { formatPrefix, type Prefix, prefixFamily, samePrefix } from '../../address/prefix.ts';
import type { Allocation } from '../../topology/allocation.ts';
import type { Sourced } from '../../topology/origin.ts';
import type { Topology } from '../../topology/topology.ts';
import type { RouteTable, Vpc } from '../../topology/underlay.ts';
import type { Check, Fix } from '../diagnostic.ts';
import { diagnostic, type Found } from '../support/place.ts';
import type { Uplink } from '../support/uplinks.ts';
import { systemTable, type VpcRouted, vpcOf, vpcRouted } from './vpc-routed.ts';

export const vpcRouteMissing: Check = {
  code: 'VPC-ROUTE-MISSING',
  severity: 'error',
  summary: 'A node whose Pods no entry of the VPC leads to',
  *run({ topology, allocate, stop }) {
    for (const routed of vpcRouted(topology)) {
      if (stop()) return;
      for (const found of judge(topology, routed, allocate(routed.cluster))) yield diagnostic(this, found);
    }
  },
};

function* judge(topology: Topology, routed: VpcRouted, allocation: Allocation): Generator<Found> {
  for (const uplink of routed.uplinks) {
    const { node } = uplink;
    const range = allocation.nodePodCIDRs(node).find((cidr) => prefixFamily(cidr) === 4);
    const vpc = vpcOf(topology, uplink);
    if (!range) continue;
    if (!vpc) {
      const message = `${routed.words} needs an entry ${formatPrefix(range)} -> ${node.name} in the route table of a VPC, and node ${node.name} is in none`;
      yield { message, origin: node.origin, related: [{ origin: routed.origin, message: routed.words }] };
      continue;
    }
    const { declared } = systemTable(vpc);
    const missing = declared?.missing.find(({ value }) => samePrefix(value, range));
    if (!declared || !missing || isWrittenBack(declared, range)) continue;
    yield lost(vpc, declared, missing, uplink);
  }
}

/** An entry made by hand does as well as the controller's. */
function isWrittenBack({ routes }: RouteTable, range: Prefix): boolean {
  return routes.some(({ destination, via }) => via !== 'blackhole' && samePrefix(destination.value, range));
}

function lost(vpc: Vpc, table: RouteTable, missing: Sourced<Prefix>, uplink: Uplink): Found {
  const { node } = uplink;
  const range = formatPrefix(missing.value);
  const address = uplink.nic.addresses[0]?.address;
  const at = address === undefined ? '' : ` (${formatAddress(address)})`;
  return {
    message: `Nothing in VPC ${vpc.name} leads to the Pods of node ${node.name}: routeTable ${table.name} lacks the entry ${range} -> ${node.name}${at}`,
    origin: missing.origin,
    related: [{ origin: node.origin, message: `Node ${node.name}` }],
    fixes: entry(table, range, uplink),
  };
}

/** A node of a group has no name of its own in the text, so its address stands for it. */
function entry(table: RouteTable, range: string, { node, nic }: Uplink): Fix[] {
  const address = nic.addresses[0]?.address;
  const hop = node.group === undefined ? node.id : address === undefined ? undefined : formatAddress(address);
  if (hop === undefined) return [];
  const changes = [{ kind: 'insert', into: table.origin, field: 'route', value: `${range} via ${hop}` }] as const;
  return [{ title: `Add the entry ${range} -> ${node.name}`, changes }];
}
