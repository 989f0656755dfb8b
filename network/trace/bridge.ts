import { bridgeFrame } from '../linux/bridge.ts';
import type { Bridge, Device } from '../linux/device.ts';
import { formatBridgeEntry } from '../linux/format.ts';
import { takesFrame } from '../linux/mtu.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { type EthernetFrame, wireLength } from '../linux/packet.ts';
import { drop } from './drop.ts';
import { frameOf } from './frame.ts';
import type { End, Move, Walk } from './walk.ts';

/** A frame in a bridge: up to the machine, out of the port that its MAC was seen on, or out of all. */
export function crossBridge(
  walk: Walk,
  namespace: NetworkNamespace,
  bridge: Bridge,
  frame: EthernetFrame,
  from: Device | undefined,
): Move {
  const decision = bridgeFrame(namespace, bridge, frame.destination, from);
  switch (decision.to) {
    case 'self':
      walk.recorder.step(namespace, { type: 'receive', device: bridge.name, frame: frameOf(frame) });
      return { kind: 'input', namespace, device: bridge, packet: frame.packet };
    case 'port': {
      const entry = bridge.fdb.get(frame.destination)!;
      const rule = formatBridgeEntry(entry, bridge.name);
      const { name } = decision.port;
      walk.recorder.step(namespace, { type: 'bridge', device: bridge.name, port: name, rule, origin: entry.origin });
      return leavePort(walk, namespace, decision.port, frame);
    }
    case 'flood':
      return flood(walk, namespace, bridge, decision.ports, frame);
    case 'nowhere': {
      const reason = `${bridge.name} of ${namespace.name} sends no frame back out of ${decision.port.name}: hairpin is off`;
      return drop(walk, namespace, frame.packet, { disposition: 'BLACKHOLE', reason, code: 'HAIRPIN' });
    }
  }
}

/** A frame goes out of every port; the trace follows the copy that somebody takes. */
function flood(
  walk: Walk,
  namespace: NetworkNamespace,
  bridge: Bridge,
  ports: readonly Device[],
  frame: EthernetFrame,
): Move {
  const port = ports.find((port) => leadsTo(walk, port, frame.destination));
  walk.recorder.step(namespace, { type: 'bridge', device: bridge.name, port: port?.name, flooded: true });
  return port ? leavePort(walk, namespace, port, frame) : nobody(walk, namespace, bridge.name, frame);
}

function leadsTo({ network }: Walk, port: Device, mac: string): boolean {
  if (port.kind === 'veth') return network.namespace(port.peer.namespace)?.devices.get(port.peer.device)?.mac === mac;
  return port.kind === 'physical' && network.attachment(port.segment ?? '', mac) !== undefined;
}

function nobody(walk: Walk, namespace: NetworkNamespace, bridge: string, frame: EthernetFrame): End {
  const reason = `${bridge} of ${namespace.name} floods the frame, and ${frame.destination} is nobody's MAC there`;
  return drop(walk, namespace, frame.packet, { disposition: 'BLACKHOLE', reason });
}

/** A port that is too narrow drops the frame without a word (`br_dev_queue_push_xmit`). */
function leavePort(walk: Walk, namespace: NetworkNamespace, port: Device, frame: EthernetFrame): Move {
  if (takesFrame(port.mtu, frame.packet)) return { kind: 'transmit', namespace, device: port, frame };
  const length = wireLength(frame.packet);
  walk.recorder.step(namespace, { type: 'mtu', device: port.name, mtu: port.mtu, length, fits: false });
  const reason = `${length} bytes do not fit through ${port.name} of ${namespace.name} (MTU ${port.mtu})`;
  return drop(walk, namespace, frame.packet, { disposition: 'MTU_EXCEEDED', reason, code: 'MTU-OVERLAY' });
}
