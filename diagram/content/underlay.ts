import type { Cluster } from '../../network/topology/cluster.ts';
import type { Topology } from '../../network/topology/topology.ts';
import type { Machine, Overlay, Router, Segment, Vpc } from '../../network/topology/underlay.ts';
import type { Box, Edge } from '../graph.ts';
import { boxId, INTERNET } from './ids.ts';
import { addresses, inLine, inLines, prefixes, providerName } from './words.ts';

/** Boxes that stand in a segment, by the segment's id; those without one under the empty id. */
export type Placed = ReadonlyMap<string, readonly Box[]>;

/**
 * The segment a machine is drawn in: where its pods' packets leave it (flannel's `iface`), else its first NIC's. The
 * other NICs become edges.
 */
export function homeOf(machine: Machine, cluster?: Cluster): string {
  const iface = cluster?.cni.kind === 'flannel' ? cluster.cni.iface?.value : undefined;
  const nics = machine.nics.filter(({ segment }) => segment);
  const home = nics.find(({ name }) => name === iface) ?? nics[0];
  return home?.segment?.value ?? '';
}

/** A network or subnet with the machines in it. */
export function segmentBox(segment: Segment, placed: Placed): Box {
  const gateway = segment.gateways.length > 0 && `gateway ${addresses(segment.gateways)}`;
  const where = inLine(segment.zone?.value, segment.public && 'public');
  return {
    id: boxId('segment', segment.id),
    kind: 'segment',
    label: segment.name,
    detail: inLine(prefixes(segment.cidrs), where, gateway),
    children: placed.get(segment.id) ?? [],
  };
}

/** A VPC with its subnets, its gateways behind them. */
export function vpcBox(vpc: Vpc, topology: Topology, placed: Placed): Box {
  const subnets = topology.segments.filter((segment) => segment.vpc === vpc.id);
  const internetGateway = vpc.internetGateway ? [gatewayBox(vpc.internetGateway, 'Internet gateway')] : [];
  const loose = vpc.natGateways.filter(({ segment }) => !segment).map(natBox);
  return {
    id: boxId('vpc', vpc.id),
    kind: 'vpc',
    label: vpc.name,
    detail: inLine(prefixes(vpc.cidrs), providerName(vpc.provider)),
    children: [...subnets.map((segment) => segmentBox(segment, placed)), ...loose, ...internetGateway],
  };
}

export const natBox = (gateway: Vpc['natGateways'][number]): Box =>
  gatewayBox(
    gateway,
    inLines(
      inLine('NAT gateway', gateway.address && addresses([gateway.address])),
      gateway.publicAddress && `public ${addresses([gateway.publicAddress])}`,
    ),
  );

function gatewayBox({ id, name }: { id: string; name: string }, detail: string): Box {
  return { id: boxId('gateway', id), kind: 'gateway', label: name, detail, children: [] };
}

export const routerBox = (router: Router): Box => ({
  id: boxId('router', router.id),
  kind: 'router',
  label: router.name,
  detail: 'router',
  children: [],
});

export const overlayBox = (overlay: Overlay): Box => ({
  id: boxId('overlay', overlay.id),
  kind: 'overlay',
  label: overlay.name,
  detail: inLine(prefixes(overlay.cidrs), overlay.vni && `VNI ${overlay.vni.value}`),
  children: [],
});

export const internetBox: Box = { id: INTERNET, kind: 'internet', label: 'Internet', children: [] };

/** What the underlay's objects are joined by: routers, peerings, gateways and further NICs. */
export function underlayEdges(topology: Topology): Edge[] {
  return [
    ...topology.routers.flatMap(routerEdges),
    ...topology.vpcs.flatMap((vpc) => [...peeringEdges(vpc, topology), ...gatewayEdges(vpc, topology)]),
    ...topology.hosts.flatMap((host) => [...nicEdges('host', host), ...overlayEdges(host)]),
    ...topology.clusters.flatMap((cluster) => cluster.nodes.flatMap((node) => nicEdges('node', node, cluster))),
  ];
}

const edge = (from: string, to: string, kind: Edge['kind']): Edge => ({ id: `${from} ${to}`, from, to, kind });

const routerEdges = (router: Router) =>
  router.connects.map(({ value }) => edge(boxId('segment', value), boxId('router', router.id), 'connects'));

function peeringEdges(vpc: Vpc, { vpcs }: Topology): Edge[] {
  const target = (id: string) => boxId(vpcs.some((other) => other.id === id) ? 'vpc' : 'segment', id);
  // Two VPCs may each name the other: that is one line.
  const again = (id: string) =>
    vpcs.slice(0, vpcs.indexOf(vpc)).some((other) => other.id === id && other.peerings.some((p) => p.value === vpc.id));
  return vpc.peerings
    .filter(({ value }) => !again(value))
    .map(({ value }) => edge(boxId('vpc', vpc.id), target(value), 'connects'));
}

function gatewayEdges(vpc: Vpc, { segments }: Topology): Edge[] {
  const igw = vpc.internetGateway && boxId('gateway', vpc.internetGateway.id);
  const nat = vpc.natGateways.map(({ id }) => edge(boxId('gateway', id), igw ?? INTERNET, 'routes'));
  if (!igw) return nat;
  const open = segments.filter((segment) => segment.vpc === vpc.id && segment.public);
  const withoutNat = open.filter(({ id }) => !vpc.natGateways.some(({ segment }) => segment?.value === id));
  const direct = withoutNat.map(({ id }) => edge(boxId('segment', id), igw, 'routes'));
  return [...nat, ...direct, edge(igw, INTERNET, 'routes')];
}

function nicEdges(kind: 'node' | 'host', machine: Machine, cluster?: Cluster): Edge[] {
  const home = homeOf(machine, cluster);
  const others = new Set(machine.nics.flatMap(({ segment }) => segment?.value ?? []).filter((id) => id !== home));
  return [...others].map((id) => edge(boxId(kind, machine.id), boxId('segment', id), 'connects'));
}

const overlayEdges = (host: Topology['hosts'][number]) =>
  (host.docker?.containers ?? []).flatMap(({ id, network }) =>
    network.mode === 'overlay'
      ? [edge(boxId('container', id), boxId('overlay', network.target.value), 'connects')]
      : [],
  );
