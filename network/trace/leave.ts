import { formatAddress } from '../address/address.ts';
import type { Tracked } from '../linux/conntrack.ts';
import type { Device } from '../linux/device.ts';
import { addressOfDevice } from '../linux/fib.ts';
import { fitToLink } from '../linux/mtu.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { formatRule } from '../linux/netfilter.ts';
import { ICMP, type Packet, wireLength } from '../linux/packet.ts';
import type { Route } from '../linux/route.ts';
import { drop } from './drop.ts';
import { resolve } from './neighbour.ts';
import { conntrackOf, type Move, type Walk } from './walk.ts';

/** POSTROUTING, the link's MTU, the neighbour's MAC: then the packet is the device's. `from` is where it came in. */
export function leave(
  walk: Walk,
  namespace: NetworkNamespace,
  tracked: Tracked,
  route: Route,
  from: Device | undefined,
): Move {
  const device = namespace.devices.get(route.device ?? '');
  if (!device?.up) return linkDown(walk, namespace, tracked.packet, route.device ?? '');
  const packet = translateSource(walk, namespace, tracked, route);
  const fit = fitToLink(packet, device.mtu);
  if (!fit.fits) {
    const { mtu, name } = device;
    const { fragments } = fit;
    walk.recorder.step(namespace, {
      type: 'mtu',
      device: name,
      mtu,
      length: wireLength(packet),
      fits: false,
      fragments,
    });
    if (!fit.packet) return tooBig(walk, namespace, packet, device, from);
  }
  return toNeighbour(walk, namespace, fit.fits ? packet : fit.packet!, route, device);
}

function toNeighbour(walk: Walk, namespace: NetworkNamespace, packet: Packet, route: Route, device: Device): Move {
  if (device.kind === 'loopback') return { kind: 'transmit', namespace, device, frame: frameOn(device, '', packet) };
  const nextHop = route.via ?? packet.destination;
  const neighbour = resolve(walk, namespace, device, nextHop);
  if (!neighbour) {
    const reason = `nobody answers for ${formatAddress(nextHop)} on ${device.name} of ${namespace.name}`;
    return drop(walk, namespace, packet, {
      disposition: 'NEIGHBOUR_UNREACHABLE',
      reason,
      error: ICMP.hostUnreachable,
    });
  }
  return { kind: 'transmit', namespace, device, frame: frameOn(device, neighbour.mac, packet) };
}

function frameOn(device: Device, destination: string, packet: Packet) {
  return { source: device.mac ?? '', destination, packet };
}

/** nat POSTROUTING for the first packet of a connection; the following ones get what the first one got. */
function translateSource(walk: Walk, namespace: NetworkNamespace, { state, packet }: Tracked, route: Route): Packet {
  const conntrack = conntrackOf(walk, namespace);
  if (state !== 'NEW') return { ...packet, ...conntrack.sourceOf(packet) };
  const verdict = namespace.netfilter.evaluate('nat', 'POSTROUTING', packet);
  if (verdict?.rule.target.kind !== 'MASQUERADE') {
    conntrack.confirm(packet, packet);
    return packet;
  }
  const source = addressOfDevice(namespace, route.device, route.via ?? packet.destination) ?? packet.source;
  const translated = { ...packet, source };
  conntrack.confirm(packet, translated);
  walk.recorder.step(namespace, {
    type: 'nat',
    hook: 'POSTROUTING',
    table: 'nat',
    chain: verdict.chain,
    rule: formatRule(verdict.chain, verdict.rule),
    before: sourceText(packet),
    after: sourceText(translated),
    origin: verdict.rule.origin,
  });
  return translated;
}

function sourceText({ source, sourcePort }: Packet): string {
  return sourcePort === undefined ? formatAddress(source) : `${formatAddress(source)}:${sourcePort}`;
}

function linkDown(walk: Walk, namespace: NetworkNamespace, packet: Packet, device: string): Move {
  const reason = `${device} of ${namespace.name} is down`;
  return drop(walk, namespace, packet, { disposition: 'NO_ROUTE', reason, error: ICMP.networkUnreachable });
}

function tooBig(
  walk: Walk,
  namespace: NetworkNamespace,
  packet: Packet,
  { name, mtu }: Device,
  from: Device | undefined,
): Move {
  const what = `${wireLength(packet)} bytes with DF do not fit into the MTU ${mtu} of ${name} on ${namespace.name}`;
  if (!from)
    return drop(walk, namespace, packet, { disposition: 'MTU_EXCEEDED', reason: `${what}: the sender refuses` });
  const error = { ...ICMP.fragmentationNeeded, mtu };
  return drop(walk, namespace, packet, { disposition: 'MTU_EXCEEDED', reason: what, code: 'MTU-OVERLAY', error });
}
