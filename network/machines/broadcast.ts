import type { Address } from '../address/address.ts';
import { masterOf } from '../linux/bridge.ts';
import type { Bridge, Device, DeviceRef } from '../linux/device.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { Network } from './network.ts';

/** A device that hears a broadcast, and the namespace it is in. */
export interface Hearer {
  readonly namespace: NetworkNamespace;
  readonly device: Device;
}

/**
 * Who might answer when a device asks its L2 for an address. Of the many machines that may be there only those that may
 * have the address are looked at, so that nobody is built for nothing.
 */
export function* answerers(
  network: Network,
  namespace: NetworkNamespace,
  device: Device,
  address: Address,
): Generator<Hearer> {
  switch (device.kind) {
    case 'veth':
      yield* behindVeth(network, device.peer, address);
      break;
    case 'bridge':
      yield* portsOf(network, namespace, device, undefined, address);
      break;
    case 'physical':
      yield* onSegment(network, device.segment, { namespace: namespace.key, device: device.name }, address);
      break;
    case 'macvlan':
      yield* aroundMacvlan(network, device.parent, { namespace: namespace.key, device: device.name }, address);
      break;
  }
}

function* behindVeth(network: Network, peer: DeviceRef, address: Address): Generator<Hearer> {
  const far = resolveRef(network, peer);
  if (!far) return;
  const bridge = masterOf(far.namespace, far.device);
  if (bridge?.kind !== 'bridge') {
    yield far;
    return;
  }
  yield { namespace: far.namespace, device: bridge };
  yield* portsOf(network, far.namespace, bridge, far.device, address);
}

/** What is behind the ports of a bridge. */
function* portsOf(
  network: Network,
  namespace: NetworkNamespace,
  bridge: Bridge,
  except: Device | undefined,
  address: Address,
): Generator<Hearer> {
  const ports = [...namespace.devices.values()].filter((port) => port.master === bridge.name && port.up);
  const holders = new Set(network.holders(address));
  for (const port of ports) {
    if (port === except) continue;
    if (port.kind === 'veth' && holders.has(port.peer.namespace)) yield* found(resolveRef(network, port.peer));
    if (port.kind === 'vxlan') yield { namespace, device: port };
    const mesh = meshBehind(network, port);
    if (mesh !== undefined) yield* acrossMesh(network, namespace, mesh, holders);
    if (port.kind === 'physical') {
      yield* onSegment(network, port.segment, { namespace: namespace.key, device: port.name }, address);
    }
  }
}

/** The mesh of switches or forwarding processes that a bridge's port leads to. */
function meshBehind(network: Network, port: Device): string | undefined {
  const far = port.kind === 'veth' ? resolveRef(network, port.peer) : undefined;
  if (!far?.device.up) return undefined;
  if (far.device.kind === 'veth' && far.device.forwarder) return far.device.forwarder.mesh;
  const master = masterOf(far.namespace, far.device);
  return master?.kind === 'openvswitch' ? master.mesh : undefined;
}

/** Of those that may have the address, the ones whose bridge on another machine is in the mesh, and such bridges. */
function* acrossMesh(
  network: Network,
  asker: NetworkNamespace,
  mesh: string,
  holders: Iterable<string>,
): Generator<Hearer> {
  for (const key of holders) {
    const namespace = network.namespace(key);
    if (!namespace || namespace === asker) continue;
    for (const device of namespace.devices.values()) {
      if (device.kind === 'bridge' && isInMesh(network, namespace, device, mesh)) yield { namespace, device };
      const far = device.kind === 'veth' ? resolveRef(network, device.peer) : undefined;
      if (!far || far.namespace === asker) continue;
      const bridge = masterOf(far.namespace, far.device);
      if (bridge?.kind === 'bridge' && isInMesh(network, far.namespace, bridge, mesh)) yield { namespace, device };
    }
  }
}

function isInMesh(network: Network, namespace: NetworkNamespace, bridge: Bridge, mesh: string): boolean {
  const ports = [...namespace.devices.values()].filter(({ master }) => master === bridge.name);
  return ports.some((port) => meshBehind(network, port) === mesh);
}

/** Cards on a segment, and macvlan devices on them; a card and what is on top of it do not hear each other. */
function* onSegment(
  network: Network,
  segment: string | undefined,
  asker: DeviceRef,
  address: Address,
): Generator<Hearer> {
  if (segment === undefined) return;
  for (const key of new Set([...network.holders(address), ...network.proxies(segment)])) {
    const other = network.namespace(key);
    if (!other) continue;
    for (const device of other.devices.values()) {
      const card = device.kind === 'macvlan' ? resolveRef(network, device.parent) : { namespace: other, device };
      if (!card?.device.up || card.device.kind !== 'physical' || card.device.segment !== segment) continue;
      if (card.namespace.key === asker.namespace && card.device.name === asker.device) continue;
      // A card that is a port of a bridge hears nothing itself; the bridge does.
      yield { namespace: other, device: masterOf(other, device) ?? device };
    }
  }
}

function* aroundMacvlan(network: Network, parent: DeviceRef, own: DeviceRef, address: Address): Generator<Hearer> {
  const card = resolveRef(network, parent);
  if (!card?.device.up) return;
  for (const sibling of card.device.macvlans?.values() ?? []) {
    if (sibling.namespace !== own.namespace) yield* found(resolveRef(network, sibling));
  }
  if (card.device.kind === 'physical') yield* onSegment(network, card.device.segment, parent, address);
}

function resolveRef(network: Network, ref: DeviceRef): Hearer | undefined {
  const namespace = network.namespace(ref.namespace);
  const device = namespace?.devices.get(ref.device);
  return namespace && device && { namespace, device };
}

function* found(hearer: Hearer | undefined): Generator<Hearer> {
  if (hearer) yield hearer;
}
