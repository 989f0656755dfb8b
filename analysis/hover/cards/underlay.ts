import { formatAddress } from '../../../network/address/address.ts';
import { prefixSize } from '../../../network/address/prefix.ts';
import { indexById } from '../../../network/topology/by-id.ts';
import type { Topology } from '../../../network/topology/topology.ts';
import type {
  DockerContainer,
  Host,
  Machine,
  Nic,
  Overlay,
  Router,
  Segment,
  Vpc,
} from '../../../network/topology/underlay.ts';
import type { Model } from '../../model.ts';
import { addresses, byDefault, code, heading, line, list, sourcedPrefixes } from '../lines.ts';
import { segmentPlanLines, vpcPlanLines } from './plan.ts';

/** Bytes; what Linux gives an Ethernet device and what a `network` has when nothing is written. */
const DEFAULT_MTU = 1500;

/** A VPC: its ranges, what is in it and what leads out of it. */
export function vpcCard(vpc: Vpc, model: Model): string[] {
  return [
    heading('vpc', vpc.id),
    ...line('provider', code(vpc.provider)),
    ...line('range', sourcedPrefixes(vpc.cidrs)),
    ...vpcPlanLines(model, vpc),
    ...line('subnets', list(vpc.subnets.map(code))),
    ...line('route tables', list(vpc.routeTables.map(({ name }) => code(name)))),
    ...line('Internet gateway', vpc.internetGateway && 'yes'),
    ...line('NAT gateways', list(vpc.natGateways.map(({ name }) => code(name)))),
    ...line('peered with', list(vpc.peerings.map(({ value }) => code(value)))),
  ];
}

/** A network or subnet: its range, how full it is, and who is in it. */
export function segmentCard(segment: Segment, model: Model): string[] {
  const kind = segment.kind === 'network' ? 'network' : 'vSwitch / subnet';
  const size = segment.cidrs.reduce((sum, { value }) => sum + prefixSize(value), 0);
  const gateway = addresses(segment.gateways.map(({ value }) => value));
  return [
    heading(kind, segment.id),
    ...line('range', size > 0 && `${sourcedPrefixes(segment.cidrs)}, ${size} addresses`),
    ...segmentPlanLines(model, segment),
    ...line('gateway', gateway || 'none'),
    ...line('MTU', `${segment.mtu?.value ?? DEFAULT_MTU}${byDefault(segment.mtu === undefined)}`),
    ...line('zone', segment.zone && code(segment.zone.value)),
    ...line('public', segment.public && 'yes'),
    ...line('in it', list(machinesIn(segment.id, model.topology))),
  ];
}

function machinesIn(segment: string, { clusters, hosts }: Topology): string[] {
  const machines: Machine[] = [...clusters.flatMap(({ nodes }) => nodes), ...hosts];
  return machines.flatMap(({ name, nics }) =>
    nics
      .filter((nic) => nic.segment?.value === segment)
      .map((nic) => `${code(name)} ${nic.addresses.map(({ value }) => formatAddress(value)).join(' ')}`.trim()),
  );
}

/** A router: what it connects. */
export function routerCard({ id, connects, routes }: Router): string[] {
  return [
    heading('router', id),
    ...line('connects', list(connects.map(({ value }) => code(value)))),
    ...line('routes', routes.length > 0 && String(routes.length)),
  ];
}

/** A host: its interfaces, what it listens on, its containers. */
export function hostCard(host: Host, topology: Topology): string[] {
  return [
    heading('host', host.id),
    ...machineLines(host, topology),
    ...line('listens on', list(host.listens.map(({ port, protocol }) => code(`${port}/${protocol}`)))),
    ...line('containers', list((host.docker?.containers ?? []).map(({ name }) => code(name)))),
  ];
}

/** NICs and public addresses, as hosts and nodes both have them. */
export function machineLines({ nics, publicAddresses, routes }: Machine, topology: Topology): string[] {
  return [
    ...nics.flatMap((nic) => line(nic.name, nicWords(nic, topology))),
    ...line('public address', addresses(publicAddresses.map(({ value }) => value))),
    ...line('static routes', routes.length > 0 && String(routes.length)),
  ];
}

/** An interface in one line: addresses, segment, MAC, and the MTU in force. */
export function nicWords({ addresses: own, segment, mac, mtu, down }: Nic, topology: Topology): string {
  const network = indexById(topology).segments.get(segment?.value ?? '');
  const parts = [
    addresses(own.map(({ value }) => value)) || 'no address',
    segment && `in ${code(segment.value)}`,
    mac && `MAC ${code(mac.value)}`,
    `MTU ${mtu?.value ?? network?.mtu?.value ?? DEFAULT_MTU}`,
    down && 'down',
  ];
  return parts.filter(Boolean).join(', ');
}

/** A container: its network, its addresses, what it listens on and what is published. */
export function containerCard({ id, network, addresses: own, listens, publishes, stopped }: DockerContainer): string[] {
  const mode = 'target' in network ? `${network.mode} ${network.target.value}` : network.mode;
  return [
    heading('container', id),
    ...line('network', code(mode === 'macvlan' && 'parent' in network ? `macvlan on ${network.parent}` : mode)),
    ...line('address', addresses(own.map(({ value }) => value))),
    ...line('listens on', list(listens.map(({ port, protocol }) => code(`${port}/${protocol}`)))),
    ...line('publishes', list(publishes.map((one) => code(`${one.hostPort} -> ${one.containerPort}/${one.protocol}`)))),
    ...line('stopped', stopped && 'yes'),
  ];
}

/** An overlay network of Docker. */
export function overlayCard({ id, cidrs, vni }: Overlay): string[] {
  return [heading('overlay', id), ...line('range', sourcedPrefixes(cidrs)), ...line('VNI', vni && String(vni.value))];
}
