import type { Address } from '../address/address.ts';
import { address } from '../address/parse.ts';
import type { Prefix } from '../address/prefix.ts';
import { rangesOf } from '../cloud/ranges.ts';
import { addAddress, addDevice, addRoute } from '../linux/configure.ts';
import { type Device, switchedOn } from '../linux/device.ts';
import { derivedMac } from '../linux/mac.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { indexById } from '../topology/by-id.ts';
import type { Origin } from '../topology/origin.ts';
import type { Topology } from '../topology/topology.ts';
import type { Segment, Vpc } from '../topology/underlay.ts';
import { elasticGateway } from './gateways.ts';
import { internetGatewayKey, natGatewayKey, vpcKey } from './keys.ts';
import { enableForwarding } from './machine.ts';

/** A line between two namespaces of the model that no segment is between: a VPC's router and a gateway, or a peering. */
export interface Link {
  /** What a route table names the far side by. */
  readonly id: string;
  readonly near: LinkEnd;
  readonly far: LinkEnd;
  readonly origin: Origin;
}

export interface LinkEnd {
  readonly key: string;
  readonly device: string;
  readonly address: Address;
  /** What is to be found behind this end. */
  readonly ranges: readonly Prefix[];
}

/** Both ends share a /30 of link-local addresses (RFC 3927), as AWS numbers the insides of its tunnels. */
const FIRST = address('169.254.128.0') as number;
const LENGTH = 30;
const MTU = 1500;

/** The links of a topology; `gatewayOf` tells which namespace is the gateway of a network. */
export function linksOf(topology: Topology, gatewayOf: (segment: Segment) => string | undefined): readonly Link[] {
  const drafts = topology.vpcs.flatMap((vpc) => [...gateways(topology, vpc), ...peerings(topology, vpc, gatewayOf)]);
  const seen = new Set<string>();
  const unique = drafts.filter(({ near, far }) => {
    const pair = [near.key, far.key].sort().join(' ');
    return !seen.has(pair) && seen.add(pair);
  });
  return unique.map((draft, index) => numbered(draft, index));
}

interface Draft {
  readonly id: string;
  readonly near: Omit<LinkEnd, 'address'>;
  readonly far: Omit<LinkEnd, 'address'>;
  readonly origin: Origin;
}

function numbered(draft: Draft, index: number): Link {
  const base = FIRST + 4 * index;
  return { ...draft, near: { ...draft.near, address: base + 1 }, far: { ...draft.far, address: base + 2 } };
}

function gateways(topology: Topology, vpc: Vpc): Draft[] {
  const ranges = rangesOf(topology, vpc);
  const key = vpcKey(vpc);
  const draft = (id: string, name: string, farKey: string, origin: Origin): Draft => ({
    id,
    near: { key, device: `to-${name}`, ranges },
    far: { key: farKey, device: 'eth0', ranges: [] },
    origin,
  });
  const gateway = elasticGateway(topology, vpc);
  return [
    ...(gateway ? [draft(gateway.id, gateway.name, internetGatewayKey(vpc), gateway.origin)] : []),
    ...vpc.natGateways.map((nat) => draft(nat.id, nat.name, natGatewayKey(nat), nat.origin)),
  ];
}

function peerings(topology: Topology, vpc: Vpc, gatewayOf: (segment: Segment) => string | undefined): Draft[] {
  const { segments, vpcs } = indexById(topology);
  return vpc.peerings.flatMap(({ value: id, origin }) => {
    const segment = segments.get(id);
    const other = vpcs.get(id);
    const far = other ? vpcKey(other) : segment && gatewayOf(segment);
    if (far === undefined) return [];
    const ranges = other ? rangesOf(topology, other) : segment!.cidrs.map(({ value }) => value);
    const near = { key: vpcKey(vpc), device: `to-${id}`, ranges: rangesOf(topology, vpc) };
    return { id, near, far: { key: far, device: `to-${vpc.name}`, ranges }, origin };
  });
}

/** One end of a link as the namespace there sees it. */
export interface OwnEnd {
  readonly link: Link;
  readonly own: LinkEnd;
  readonly other: LinkEnd;
}

/** The ends of links in the namespace with that key. */
export function endsAt(links: readonly Link[], key: string): readonly OwnEnd[] {
  return links.flatMap((link) => {
    const { near, far } = link;
    if (near.key === key) return { link, own: near, other: far };
    return far.key === key ? { link, own: far, other: near } : [];
  });
}

/** Gives a namespace its ends of links; the routes to what is behind them too, but for a VPC's router, which has tables. */
export function addLinks(namespace: NetworkNamespace, ends: readonly OwnEnd[], withRoutes: boolean): void {
  for (const { link, own, other } of ends) {
    const device = addDevice<Device>(namespace, {
      kind: 'veth',
      name: own.device,
      mac: derivedMac(`${own.key} ${own.device}`),
      mtu: MTU,
      ...switchedOn(),
      peer: { namespace: other.key, device: other.device },
      origin: link.origin,
    });
    addAddress(namespace, device, own.address, LENGTH, link.origin);
    if (!withRoutes) continue;
    enableForwarding(namespace);
    for (const destination of other.ranges) {
      addRoute(namespace, {
        type: 'unicast',
        destination,
        via: other.address,
        device: own.device,
        protocol: 'static',
        origin: link.origin,
      });
    }
  }
}
