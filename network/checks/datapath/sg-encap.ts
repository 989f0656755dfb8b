import { type Address, familyOf, formatAddress } from '../../address/address.ts';
import { formatPrefix } from '../../address/prefix.ts';
import { type Direction, judgeGroups } from '../../cloud/security-groups/judge.ts';
import type { Packet } from '../../linux/packet.ts';
import { indexById } from '../../topology/by-id.ts';
import type { Node } from '../../topology/cluster.ts';
import type { Topology } from '../../topology/topology.ts';
import type { SecurityGroup } from '../../topology/underlay.ts';
import type { Check, Fix } from '../diagnostic.ts';
import { diagnostic, type Found } from '../support/place.ts';
import { type Uplink, uplinks } from '../support/uplinks.ts';
import { type Carrier, carriersOf } from './carriers.ts';

export const sgEncap: Check = {
  code: 'SG-ENCAP',
  severity: 'error',
  summary: 'A security group stops what the nodes of a cluster carry between them',
  *run({ topology, stop }) {
    if (indexById(topology).securityGroups.size === 0) return;
    for (const cluster of topology.clusters) {
      const links = uplinks(topology, cluster);
      for (const carrier of carriersOf(cluster.cni)) {
        if (stop()) return;
        for (const found of judge(topology, links, carrier)) yield diagnostic(this, found);
      }
    }
  },
};

/** Each set of groups is judged once a direction, by the first other node that it keeps out. */
function* judge(topology: Topology, links: readonly Uplink[], carrier: Carrier): Generator<Found> {
  const seen = new Set<string>();
  for (const own of links) {
    const groups = groupsOf(topology, own.node);
    const key = groups.map(({ id }) => id).join(' ');
    if (groups.length === 0 || seen.has(key)) continue;
    seen.add(key);
    for (const direction of ['ingress', 'egress'] as const) {
      const other = links.find((one) => one !== own && !passes(topology, groups, direction, own, one, carrier));
      if (other) yield stopped(topology, groups, direction, own, other, carrier);
    }
  }
}

function passes(
  topology: Topology,
  groups: readonly SecurityGroup[],
  direction: Direction,
  own: Uplink,
  other: Uplink,
  { protocol, port }: Carrier,
): boolean {
  const [inner, outer] = [addressOf(own), addressOf(other)];
  if (inner === undefined || outer === undefined) return true;
  const [source, destination] = direction === 'ingress' ? [outer, inner] : [inner, outer];
  const packet: Packet = {
    protocol,
    source,
    destination,
    destinationPort: port,
    ttl: 64,
    length: 0,
    dontFragment: false,
  };
  const others = groupsOf(topology, other.node).map(({ id }) => id);
  return judgeGroups(groups, direction, packet, (address) => (address === outer ? others : [])).allowed;
}

function stopped(
  topology: Topology,
  groups: readonly SecurityGroup[],
  direction: Direction,
  own: Uplink,
  other: Uplink,
  carrier: Carrier,
): Found {
  const [group] = groups as [SecurityGroup];
  const way = direction === 'ingress' ? 'in from' : 'out to';
  const at = formatAddress(addressOf(other)!);
  return {
    message: `securityGroup ${groups.map(({ name }) => name).join(', ')} of node ${own.node.name} lets no ${carrier.words} ${way} node ${other.node.name} (${at}): ${carrier.loss}`,
    origin: group.origin,
    related: [{ origin: own.node.origin, message: `Node ${own.node.name}` }],
    fixes: fixes(topology, group, direction, other, carrier),
  };
}

/** Members of the group by the group; others by their subnet. */
function fixes(topology: Topology, group: SecurityGroup, direction: Direction, other: Uplink, carrier: Carrier): Fix[] {
  const member = groupsOf(topology, other.node).some(({ id }) => id === group.id);
  const range = other.segment?.cidrs.map(({ value }) => value).find(({ first }) => familyOf(first) === 4);
  const peer = member ? group.name : range && formatPrefix(range);
  if (peer === undefined) return [];
  const { protocol, port, words } = carrier;
  const about = port === undefined ? '' : `  port ${port}/${protocol}`;
  const value = `{ ${direction === 'ingress' ? 'from' : 'to'} ${peer}${about} }`;
  const title = `Let ${words} ${direction === 'ingress' ? 'in' : 'out'}`;
  return [{ title, changes: [{ kind: 'insert', into: group.origin, field: direction, value }] }];
}

function groupsOf(topology: Topology, { securityGroups }: Node): readonly SecurityGroup[] {
  return securityGroups.flatMap(({ value }) => indexById(topology).securityGroups.get(value) ?? []);
}

function addressOf({ nic }: Uplink): Address | undefined {
  return nic.addresses.map(({ address }) => address).find((address) => familyOf(address) === 4);
}
