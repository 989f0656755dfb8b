import { type Address, formatAddress } from '../address/address.ts';
import type { Device, Neighbour } from '../linux/device.ts';
import { formatNeighbour } from '../linux/format.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { Network } from '../machines/network.ts';
import type { Walk } from './walk.ts';

/** The MAC of a next hop: from the neighbour table, else from whoever answers ARP. Records either. */
export function resolve(
  walk: Walk,
  namespace: NetworkNamespace,
  device: Device,
  address: Address,
): Neighbour | undefined {
  const neighbour = device.neighbours.get(address) ?? whoHas(walk.network, namespace, device, address);
  walk.recorder.step(namespace, {
    type: 'neighbour',
    device: device.name,
    address: formatAddress(address),
    ...(neighbour ? { mac: neighbour.mac, rule: formatNeighbour(neighbour), origin: neighbour.origin } : {}),
  });
  return neighbour;
}

/**
 * ARP: a machine answers for any address of its own on whatever device the question comes in by (`arp_ignore` 0). Only
 * those that may have the address are asked, so that nobody is built for nothing.
 */
function whoHas(
  network: Network,
  namespace: NetworkNamespace,
  device: Device,
  address: Address,
): Neighbour | undefined {
  const domain = domainOf(network, namespace, device);
  for (const key of network.holders(address)) {
    const other = network.namespace(key);
    if (!other?.isLocal(address)) continue;
    const answering = [...other.devices.values()].find((candidate) => {
      return candidate !== device && hears(candidate) && domainOf(network, other, candidate) === domain;
    });
    if (answering?.mac) return { address, mac: answering.mac, state: 'REACHABLE' };
  }
  return undefined;
}

/** Ports of a bridge hear nothing themselves; the bridge does. */
function hears(device: Device): boolean {
  return device.up && device.master === undefined && device.kind !== 'loopback';
}

/** A name for the broadcast domain that a device is in. */
function domainOf(network: Network, namespace: NetworkNamespace, device: Device): string {
  const own = `${namespace.key} ${device.name}`;
  if (device.kind === 'physical') return device.segment === undefined ? own : `segment ${device.segment}`;
  if (device.kind !== 'veth') return own;
  const peer = network.namespace(device.peer.namespace)?.devices.get(device.peer.device);
  if (peer?.master !== undefined) return `${device.peer.namespace} ${peer.master}`;
  return [own, `${device.peer.namespace} ${device.peer.device}`].sort().join(' | ');
}
