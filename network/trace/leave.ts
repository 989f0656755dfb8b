import { formatAddress } from '../address/address.ts';
import type { Tracked } from '../linux/conntrack.ts';
import { type Device, isBare } from '../linux/device.ts';
import { type Fit, fitToLink } from '../linux/mtu.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { ICMP, type Packet, wireLength } from '../linux/packet.ts';
import type { Route } from '../linux/route.ts';
import { drop } from './drop.ts';
import { passHook } from './hooks.ts';
import { resolve } from './neighbour.ts';
import type { End, Move, Walk } from './walk.ts';

/** POSTROUTING, the link's MTU, the neighbour's MAC: then the packet is the device's. `from` is where it came in. */
export function leave(
  walk: Walk,
  namespace: NetworkNamespace,
  tracked: Tracked,
  route: Route,
  from: Device | undefined,
): Move {
  const device = namespace.devices.get(route.device ?? '');
  if (!device?.up) return linkDown(walk, namespace, tracked.packet, route.device ?? '', from);
  const passed = passHook(walk, namespace, 'POSTROUTING', tracked, { out: device.name, nextHop: route.via });
  if ('kind' in passed) return passed;
  const fit = fitToLink(passed.packet, device.mtu, from !== undefined);
  if (fit.fits) return toNeighbour(walk, namespace, passed, route, device);
  recordMisfit(walk, namespace, device, passed.packet, fit);
  if (!fit.packet) return tooBig(walk, namespace, passed.packet, device, from);
  return toNeighbour(walk, namespace, { ...passed, packet: fit.packet }, route, device);
}

/** Before it counts as forwarded, a packet is held against the MTU of its way out (`ip_forward`). */
export function checkForwardedSize(
  walk: Walk,
  namespace: NetworkNamespace,
  packet: Packet,
  route: Route,
  from: Device,
): End | undefined {
  const device = namespace.devices.get(route.device ?? '');
  const fit = device?.up ? fitToLink(packet, device.mtu, true) : undefined;
  if (!device || !fit || fit.fits || fit.packet) return undefined;
  recordMisfit(walk, namespace, device, packet, fit);
  return tooBig(walk, namespace, packet, device, from);
}

function recordMisfit(
  walk: Walk,
  namespace: NetworkNamespace,
  { name, mtu }: Device,
  packet: Packet,
  fit: Exclude<Fit, { fits: true }>,
): void {
  const length = wireLength(packet);
  walk.recorder.step(namespace, { type: 'mtu', device: name, mtu, length, fits: false, fragments: fit.fragments });
}

function toNeighbour(walk: Walk, namespace: NetworkNamespace, tracked: Tracked, route: Route, device: Device): Move {
  const { packet } = tracked;
  const nextHop = route.via ?? packet.destination;
  const mac = isBare(device) ? '' : resolve(walk, namespace, device, nextHop, packet.source)?.mac;
  if (mac !== undefined) {
    const frame = { source: isBare(device) ? '' : (device.mac ?? ''), destination: mac, packet };
    return { kind: 'transmit', namespace, device, frame, nextHop, tracked };
  }
  const reason = `nobody answers for ${formatAddress(nextHop)} on ${device.name} of ${namespace.name}`;
  // Unlike other failures this one comes after the system call, so a process here learns it by ICMP too.
  return drop(walk, namespace, packet, {
    disposition: 'NEIGHBOUR_UNREACHABLE',
    reason,
    error: ICMP.hostUnreachable,
  });
}

function linkDown(
  walk: Walk,
  namespace: NetworkNamespace,
  packet: Packet,
  device: string,
  from: Device | undefined,
): Move {
  const reason = `${device} of ${namespace.name} is down`;
  return drop(walk, namespace, packet, { disposition: 'NO_ROUTE', reason, error: from && ICMP.networkUnreachable });
}

function tooBig(
  walk: Walk,
  namespace: NetworkNamespace,
  packet: Packet,
  { name, mtu }: Device,
  from: Device | undefined,
): End {
  const length = wireLength(packet);
  const why = packet.dontFragment ? ' with DF' : '';
  const what = `${length} bytes${why} do not fit into the MTU ${mtu} of ${name} on ${namespace.name}`;
  const reason = from ? what : `${what}: the sender refuses`;
  const error = from && { ...ICMP.fragmentationNeeded, mtu };
  return drop(walk, namespace, packet, { disposition: 'MTU_EXCEEDED', reason, code: 'MTU-OVERLAY', error });
}
