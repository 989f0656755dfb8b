import { type Address, formatAddress } from '../address/address.ts';
import type { Device, Neighbour } from '../linux/device.ts';
import { lookupRoute } from '../linux/fib.ts';
import { formatNeighbour } from '../linux/format.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { answerers } from '../machines/broadcast.ts';
import type { Network } from '../machines/network.ts';
import type { Walk } from './walk.ts';

/** The MAC of a next hop: from the neighbour table, else from whoever answers ARP. Records either. */
export function resolve(
  walk: Walk,
  namespace: NetworkNamespace,
  device: Device,
  address: Address,
  source: Address,
): Neighbour | undefined {
  const neighbour = device.neighbours.get(address) ?? whoHas(walk.network, namespace, device, address, source);
  walk.recorder.step(namespace, {
    type: 'neighbour',
    device: device.name,
    address: formatAddress(address),
    ...(neighbour ? { mac: neighbour.mac, rule: formatNeighbour(neighbour), origin: neighbour.origin } : {}),
  });
  return neighbour;
}

/**
 * ARP: a machine answers for any address of its own on whatever device the question comes in by (`arp_ignore` 0), and
 * for others where it does proxy ARP; a VXLAN device may answer for those that its table names.
 */
function whoHas(
  network: Network,
  namespace: NetworkNamespace,
  device: Device,
  address: Address,
  source: Address,
): Neighbour | undefined {
  for (const { namespace: other, device: hearing } of answerers(network, namespace, device, address)) {
    const mac = answerOf(other, hearing, address, source);
    if (mac !== undefined) return { address, mac, state: 'REACHABLE' };
  }
  // A cloud answers for the cards that it knows, whatever the machines behind them would say.
  const known =
    device.kind === 'physical' && device.segment !== undefined ? network.answers(device.segment, address) : undefined;
  return known === undefined ? undefined : { address, mac: known, state: 'REACHABLE' };
}

function answerOf(namespace: NetworkNamespace, device: Device, address: Address, source: Address): string | undefined {
  if (!device.up) return undefined;
  if (device.kind === 'vxlan') return device.proxy ? device.neighbours.get(address)?.mac : undefined;
  if (namespace.isLocal(address) || isProxied(namespace, device, address, source)) return device.mac;
  return undefined;
}

/** `proxy_arp`: the machine would forward the packet, and not back out of the device it was asked by (`arp_fwd_proxy`). */
function isProxied(namespace: NetworkNamespace, device: Device, address: Address, source: Address): boolean {
  const enabled =
    namespace.sysctl(
      `net.ipv4.conf.${device.name}.proxy_arp`,
      namespace.sysctl('net.ipv4.conf.default.proxy_arp', 0),
    ) || namespace.sysctl('net.ipv4.conf.all.proxy_arp', 0);
  if (!enabled || namespace.sysctl('net.ipv4.ip_forward', 0) !== 1) return false;
  const route = lookupRoute(namespace, { destination: address, source, iif: device.name })?.route;
  return route?.type === 'unicast' && route.device !== device.name;
}
