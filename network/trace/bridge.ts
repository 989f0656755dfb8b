import { bridgeFrame } from '../linux/bridge.ts';
import type { Tracked } from '../linux/conntrack.ts';
import type { Bridge, Device } from '../linux/device.ts';
import { formatBridgeEntry } from '../linux/format.ts';
import { takesFrame } from '../linux/mtu.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { EthernetFrame } from '../linux/packet.ts';
import { filterForwarded, filtersBridged, type Hooked, hookIncoming } from './bridge-netfilter.ts';
import { drop } from './drop.ts';
import { frameOf } from './frame.ts';
import { misfit } from './misfit.ts';
import type { End, Move, Walk } from './walk.ts';

/** A frame that crosses a bridge; `from` is the port that it came in by, none for what the machine itself sends. */
interface Crossing {
  readonly namespace: NetworkNamespace;
  readonly bridge: Bridge;
  readonly frame: EthernetFrame;
  readonly from: Device | undefined;
  /** Its connection, when netfilter looks at bridged packets. */
  readonly tracked?: Tracked;
}

/** A frame in a bridge: up to the machine, out of the port that its MAC was seen on, or out of all. */
export function crossBridge(
  walk: Walk,
  namespace: NetworkNamespace,
  bridge: Bridge,
  frame: EthernetFrame,
  from: Device | undefined,
): Move {
  if (!from || !filtersBridged(namespace, frame.packet)) return decide(walk, { namespace, bridge, frame, from });
  const hooked: Hooked | End = hookIncoming(walk, namespace, bridge, frame, from);
  return 'kind' in hooked ? hooked : decide(walk, { namespace, bridge, from, ...hooked });
}

function decide(walk: Walk, crossing: Crossing): Move {
  const { namespace, bridge, frame, from } = crossing;
  const decision = bridgeFrame(namespace, bridge, frame.destination, from);
  switch (decision.to) {
    case 'self':
      return toMachine(walk, crossing);
    case 'port': {
      const entry = bridge.fdb.get(frame.destination)!;
      const rule = formatBridgeEntry(entry, bridge.name);
      const { name } = decision.port;
      walk.recorder.step(namespace, { type: 'bridge', device: bridge.name, port: name, rule, origin: entry.origin });
      return leavePort(walk, crossing, decision.port);
    }
    case 'flood':
      return flood(walk, crossing, decision.ports);
    case 'nowhere': {
      const reason = `${bridge.name} of ${namespace.name} sends no frame back out of ${decision.port.name}: hairpin is off`;
      return drop(walk, namespace, frame.packet, { disposition: 'BLACKHOLE', reason, code: 'HAIRPIN' });
    }
  }
}

/**
 * Up to IP. Where connections are tracked, br_netfilter has put fragments together again, and what their size was is
 * forgotten; a frame that stays on the bridge is cut anew as it was.
 */
function toMachine(walk: Walk, { namespace, bridge, frame, tracked }: Crossing): Move {
  const whole = tracked !== undefined && namespace.tracks(frame.packet.destination);
  const packet = whole ? { ...frame.packet, fragmentLength: undefined } : frame.packet;
  const seen = frameOf({ ...frame, packet });
  walk.recorder.step(namespace, { type: 'receive', device: bridge.name, frame: seen });
  const known = tracked && { ...tracked, packet };
  return { kind: 'input', namespace, device: bridge, packet, tracked: known, hooked: tracked !== undefined };
}

/** A frame goes out of every port; the trace follows the copy that somebody takes. */
function flood(walk: Walk, crossing: Crossing, ports: readonly Device[]): Move {
  const { namespace, bridge, frame } = crossing;
  const port = ports.find((port) => leadsTo(walk, port, frame.destination));
  walk.recorder.step(namespace, { type: 'bridge', device: bridge.name, port: port?.name, flooded: true });
  return port ? leavePort(walk, crossing, port) : nobody(walk, namespace, bridge.name, frame);
}

function leadsTo({ network }: Walk, port: Device, mac: string): boolean {
  if (port.kind === 'veth') return network.namespace(port.peer.namespace)?.devices.get(port.peer.device)?.mac === mac;
  if (port.kind === 'vxlan') return port.fdb.get(mac) !== undefined;
  return port.kind === 'physical' && network.attachment(port.segment ?? '', mac) !== undefined;
}

function nobody(walk: Walk, namespace: NetworkNamespace, bridge: string, frame: EthernetFrame): End {
  const reason = `${bridge} of ${namespace.name} floods the frame, and ${frame.destination} is nobody's MAC there`;
  return drop(walk, namespace, frame.packet, { disposition: 'BLACKHOLE', reason });
}

/** A port that is too narrow drops the frame without a word (`br_dev_queue_push_xmit`), as does one that is down. */
function leavePort(walk: Walk, crossing: Crossing, port: Device): Move {
  const { namespace, bridge, from, tracked } = crossing;
  const hooked =
    tracked && from ? filterForwarded(walk, namespace, bridge, from, port, crossing.frame, tracked) : crossing;
  if ('kind' in hooked) return hooked;
  const { frame } = hooked;
  if (!port.up) {
    const reason = `${port.name} of ${namespace.name} is down`;
    return drop(walk, namespace, frame.packet, { disposition: 'BLACKHOLE', reason });
  }
  if (takesFrame(port.mtu, frame.packet)) return { kind: 'transmit', namespace, device: port, frame };
  const words = `do not fit through ${port.name} of ${namespace.name}`;
  return drop(walk, namespace, frame.packet, misfit(walk, namespace, port, frame.packet, words));
}
