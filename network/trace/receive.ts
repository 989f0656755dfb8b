import { masterOf } from '../linux/bridge.ts';
import { type Device, isBare } from '../linux/device.ts';
import { BROADCAST_MAC } from '../linux/mac.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { EthernetFrame } from '../linux/packet.ts';
import { crossBridge } from './bridge.ts';
import { crossDatapath } from './datapath.ts';
import { drop } from './drop.ts';
import { toForwarder } from './forwarder.ts';
import { frameOf } from './frame.ts';
import type { Move, Walk } from './walk.ts';

/** A frame comes in: to the bridge when the device is a port of one, up to IP when it bears the device's MAC. */
export function receive(walk: Walk, { namespace, device, frame, tracked }: Extract<Move, { kind: 'receive' }>): Move {
  walk.recorder.step(namespace, { type: 'receive', device: device.name, frame: frameOf(frame) });
  const master = masterOf(namespace, device);
  if (master?.kind === 'bridge') return crossBridge(walk, namespace, master, frame, device);
  if (master?.kind === 'openvswitch') return crossDatapath(walk, namespace, master, frame);
  if (device.kind === 'veth' && device.forwarder) return toForwarder(walk, namespace, device, device.forwarder, frame);
  const above = device.macvlans?.get(frame.destination);
  if (above) return toMacvlan(walk, namespace, device, frame);
  if (isBare(device) || isFor(device, frame)) {
    return { kind: 'input', namespace, device, packet: frame.packet, tracked };
  }
  const reason = `the frame is for ${frame.destination}; ${device.name} of ${namespace.name} is ${device.mac}`;
  return drop(walk, namespace, frame.packet, { disposition: 'BLACKHOLE', reason });
}

/** A macvlan on top of the device takes its frames before the machine sees them. */
function toMacvlan(walk: Walk, namespace: NetworkNamespace, device: Device, frame: EthernetFrame): Move {
  const to = device.macvlans!.get(frame.destination)!;
  const home = walk.network.namespace(to.namespace);
  const macvlan = home?.devices.get(to.device);
  if (home && macvlan?.up) return { kind: 'receive', namespace: home, device: macvlan, frame };
  const reason = `the macvlan ${frame.destination} on ${device.name} of ${namespace.name} is down`;
  return drop(walk, namespace, frame.packet, { disposition: 'BLACKHOLE', reason });
}

function isFor(device: Device, frame: EthernetFrame): boolean {
  return frame.destination === device.mac || frame.destination === BROADCAST_MAC;
}
