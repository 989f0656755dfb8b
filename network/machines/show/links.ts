import { familyOf, formatAddress } from '../../address/address.ts';
import { prefixOf } from '../../address/prefix.ts';
import { masterOf } from '../../linux/bridge.ts';
import type { Device, InterfaceAddress } from '../../linux/device.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Network } from '../network.ts';
import { hasCarrier } from './carrier.ts';
import { indexOf } from './neighbours.ts';

/** `ip -d link`. */
export function linkLines(network: Network, namespace: NetworkNamespace): readonly string[] {
  return [...namespace.devices.values()].flatMap((device) => [
    `${headLine(network, namespace, device)} mode DEFAULT`,
    `    ${layer2(device)}`,
    ...details(device, masterOf(namespace, device)?.kind === 'openvswitch').map((detail) => `    ${detail}`),
  ]);
}

/** `ip address`. */
export function addressLines(network: Network, namespace: NetworkNamespace): readonly string[] {
  return [...namespace.devices.values()].flatMap((device) => [
    `${headLine(network, namespace, device)} group default`,
    `    ${layer2(device)}`,
    ...device.addresses.flatMap((own) => [`    ${inet(own, device)}`, FOREVER]),
  ]);
}

/** Nobody gives addresses of a model for a time. */
const FOREVER = '       valid_lft forever preferred_lft forever';

function headLine(network: Network, namespace: NetworkNamespace, device: Device): string {
  const master = device.master === undefined ? '' : ` master ${device.master}`;
  const name = `${device.name}${behind(network, namespace, device)}`;
  const carrier = hasCarrier(namespace, device);
  const up = device.up ? ['UP', ...(carrier ? ['LOWER_UP'] : [])] : [];
  const flags = [...(device.up && !carrier ? ['NO-CARRIER'] : []), ...FLAGS[device.kind], ...up].join(',');
  const state = carrier ? STATES[device.kind] : 'DOWN';
  const queue = `qdisc ${QUEUED.has(device.kind) ? 'fq_codel' : 'noqueue'}${master} state ${state}`;
  return `${indexOf(namespace, device.name)}: ${name}: <${flags}> mtu ${device.mtu} ${queue}`;
}

/**
 * `@if35`: the index of the other end of a veth, or of what a macvlan stands on, in its own namespace; in one and the same its name.
 * A tunnel says that it stands on none. */
function behind(network: Network, own: NetworkNamespace, device: Device): string {
  if (device.kind === 'ipip') return '@NONE';
  const other = device.kind === 'veth' ? device.peer : device.kind === 'macvlan' ? device.parent : undefined;
  const namespace = other && network.namespace(other.namespace);
  if (!other || !namespace) return '';
  return namespace === own ? `@${other.device}` : `@if${indexOf(namespace, other.device)}`;
}

const ETHERNET = ['BROADCAST', 'MULTICAST'];

const FLAGS: Readonly<Record<Device['kind'], readonly string[]>> = {
  loopback: ['LOOPBACK'],
  veth: ETHERNET,
  bridge: ETHERNET,
  physical: ETHERNET,
  vxlan: ETHERNET,
  macvlan: ETHERNET,
  tun: ['POINTOPOINT', 'MULTICAST', 'NOARP'],
  ipip: ['NOARP'],
  dummy: ['BROADCAST', 'NOARP'],
  openvswitch: ETHERNET,
};

/** Devices without a carrier of their own never learn that they are up. */
const STATES: Readonly<Record<Device['kind'], string>> = {
  loopback: 'UNKNOWN',
  veth: 'UP',
  bridge: 'UP',
  physical: 'UP',
  vxlan: 'UNKNOWN',
  macvlan: 'UP',
  tun: 'UNKNOWN',
  ipip: 'UNKNOWN',
  dummy: 'UNKNOWN',
  openvswitch: 'UNKNOWN',
};

const QUEUED = new Set<Device['kind']>(['physical', 'tun']);

const ANY = '0.0.0.0';

function layer2(device: Device): string {
  if (device.kind === 'loopback') return 'link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00';
  if (device.kind === 'tun') return 'link/none';
  if (device.kind === 'ipip') {
    const [local, remote] = [device.local, device.remote].map((end) => (end === undefined ? ANY : formatAddress(end)));
    return `link/ipip ${local} ${device.remote === undefined ? 'brd' : 'peer'} ${remote}`;
  }
  return `link/ether ${device.mac ?? ''} brd ff:ff:ff:ff:ff:ff`;
}

/** What `-d` adds: the kind of the device and its own settings. */
function details(device: Device, switched: boolean): readonly string[] {
  const own = kindDetails(device);
  if (device.master === undefined) return own;
  // Of what a port of an Open vSwitch datapath is set to, `ip` knows nothing.
  if (switched) return [...own, 'openvswitch_slave'];
  return [...own, `bridge_slave hairpin ${device.hairpin ? 'on' : 'off'}`];
}

function kindDetails(device: Device): readonly string[] {
  switch (device.kind) {
    case 'vxlan': {
      if (device.external) return [`vxlan external dstport ${device.port} nolearning`];
      const local = `local ${formatAddress(device.local)}`;
      const underlay = device.underlay === '' ? '' : ` dev ${device.underlay}`;
      const rest = `${device.proxy ? ' proxy' : ''}${device.learning ? '' : ' nolearning'}`;
      return [`vxlan id ${device.vni} ${local}${underlay} dstport ${device.port}${rest}`];
    }
    case 'macvlan':
      return ['macvlan mode bridge'];
    case 'ipip': {
      const remote = device.remote === undefined ? 'any' : formatAddress(device.remote);
      return [
        `ipip remote ${remote} local ${device.local === undefined ? 'any' : formatAddress(device.local)} ttl inherit`,
      ];
    }
    case 'tun':
      return ['tun type tun pi off vnet_hdr off'];
    case 'loopback':
    case 'physical':
      return [];
    default:
      return [device.kind];
  }
}

function inet({ address, length }: InterfaceAddress, device: Device): string {
  const scope = device.kind === 'loopback' ? 'host' : 'global';
  const label = `${formatAddress(address)}/${length}`;
  if (familyOf(address) === 6) return `inet6 ${label} scope ${scope}`;
  // The kernel has no broadcast address for what is set by `ip address add` without `brd`; for NICs the tools add it.
  const broadcast =
    device.kind === 'physical' && length < 31 ? ` brd ${formatAddress(prefixOf(address, length).last)}` : '';
  return `inet ${label}${broadcast} scope ${scope} ${device.name}`;
}
