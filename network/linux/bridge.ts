import type { Bridge, Device } from './device.ts';
import type { NetworkNamespace } from './namespace.ts';

/** The bridge or datapath that a device is a port of. */
export function masterOf({ devices }: NetworkNamespace, { master }: Device): Device | undefined {
  return master === undefined ? undefined : devices.get(master);
}

/** Where a bridge sends a frame for one MAC. */
export type BridgeDecision =
  /** Up to the machine itself: the frame is for the bridge's own MAC. */
  | { readonly to: 'self' }
  | { readonly to: 'port'; readonly port: Device }
  /** The MAC was never seen: to every port but the one it came in by. */
  | { readonly to: 'flood'; readonly ports: readonly Device[] }
  /** It would leave where it came in, and the port has no hairpin. */
  | { readonly to: 'nowhere'; readonly port: Device };

/** The bridge's decision about a frame that came in by a port, or from the machine itself (`from` undefined). */
export function bridgeFrame(
  namespace: NetworkNamespace,
  bridge: Bridge,
  mac: string,
  from: Device | undefined,
): BridgeDecision {
  if (from && (mac === bridge.mac || mac === from.mac)) return { to: 'self' };
  const entry = bridge.fdb.get(mac);
  const port = entry && namespace.devices.get(entry.port);
  if (!port || port.master !== bridge.name) return { to: 'flood', ports: floodPorts(namespace, bridge, from) };
  return mayLeave(port, from) ? { to: 'port', port } : { to: 'nowhere', port };
}

function floodPorts(namespace: NetworkNamespace, bridge: Bridge, from: Device | undefined): readonly Device[] {
  const ports = [...namespace.devices.values()].filter((device) => device.master === bridge.name);
  return ports.filter((port) => port.up && mayLeave(port, from));
}

function mayLeave(port: Device, from: Device | undefined): boolean {
  return port !== from || port.hairpin === true;
}
