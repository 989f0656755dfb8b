import type { Address } from '../../address/address.ts';
import { addAddress, addDevice } from '../../linux/configure.ts';
import {
  type Bridge,
  type BridgeEntry,
  fdbTable,
  type Neighbour,
  switchedOn,
  type VxlanEntry,
} from '../../linux/device.ts';
import type { LookupSource } from '../../linux/lookup.ts';
import { derivedHex, derivedMac, macOfAddress } from '../../linux/mac.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { DockerContainer, Host, Overlay } from '../../topology/underlay.ts';
import { CONTAINER_MAC } from './attachments.ts';
import { type DockerView, type OverlayMember, running } from './view.ts';

/** VXLAN's own port (IANA), which swarm uses. */
const PORT = 4789;
/** VNI of the first overlay that a swarm makes. */
const FIRST_VNI = 4097;
const OVERHEAD = 50;
const BRIDGE = 'br0';
const TUNNEL = 'vxlan0';

/** Bytes that a packet in an overlay may have: what VXLAN leaves of the underlay. */
export function overlayMtu(view: DockerView, host: Host): number {
  return view.underlayMtu(host) - OVERHEAD;
}

function overlayVni({ vni }: Overlay): number {
  return vni?.value ?? FIRST_VNI;
}

/** The end of an overlay container's veth that is in the overlay's namespace. */
export function overlayEnd(container: DockerContainer): string {
  return `veth${derivedHex(`${container.id} overlay`).slice(0, 7)}`;
}

/** Ids of the overlays that a host has running containers on. */
function overlaysOn(host: Host): readonly string[] {
  const ids = running(host).flatMap(({ network }) => (network.mode === 'overlay' ? [network.target.value] : []));
  return [...new Set(ids)];
}

/** The tunnels were made in the host, which keeps their sockets, and moved into the overlays' namespaces. */
export function addMovedTunnels(view: DockerView, host: Host, namespace: NetworkNamespace): void {
  for (const id of overlaysOn(host)) {
    const overlay = view.overlay(id);
    if (!overlay) continue;
    const at = { namespace: view.overlayKey(host, id), device: TUNNEL };
    namespace.movedTunnels.push({ vni: overlayVni(overlay), port: PORT, at });
  }
}

/** The namespace of an overlay on one host: a bridge with the containers' veths and the VXLAN device as ports. */
export function programOverlay(view: DockerView, host: Host, overlay: Overlay, namespace: NetworkNamespace): void {
  const local = view.underlayAddress(host);
  const subnet = overlay.cidrs.find(({ value }) => typeof value.first === 'number')?.value;
  if (local === undefined || !subnet) return;
  const mtu = overlayMtu(view, host);
  const base = () => ({ mtu, ...switchedOn(), origin: overlay.origin });
  const bridge = addDevice<Bridge>(namespace, {
    ...base(),
    kind: 'bridge',
    name: BRIDGE,
    mac: derivedMac(`${namespace.key} ${BRIDGE}`),
    fdb: fdbTable<BridgeEntry>(),
  });
  // libnetwork gives the bridge the first address of the subnet.
  addAddress(namespace, bridge, (subnet.first as number) + 1, subnet.length, overlay.origin);
  addTunnel(view, host, overlay, local, bridge, namespace, base());
  for (const member of view.overlayMembers(overlay.id)) {
    if (member.host === host && !member.container.stopped) addPort(view, member, bridge, namespace, base());
  }
}

type Base = Pick<Bridge, 'mtu' | 'up' | 'addresses' | 'neighbours' | 'origin'>;

function addTunnel(
  view: DockerView,
  host: Host,
  overlay: Overlay,
  local: Address,
  bridge: Bridge,
  namespace: NetworkNamespace,
  base: Base,
): void {
  const device = addDevice(namespace, {
    ...base,
    kind: 'vxlan',
    name: TUNNEL,
    mac: derivedMac(`${namespace.key} ${TUNNEL}`),
    master: BRIDGE,
    vni: overlayVni(overlay),
    port: PORT,
    local,
    underlay: '',
    learning: true,
    proxy: true,
    underlayNamespace: view.hostKey(host),
    fdb: fdbTable<VxlanEntry>(),
  });
  const elsewhere = (member: OverlayMember | undefined) =>
    member && member.host !== host && !member.container.stopped ? member : undefined;
  device.neighbours.use(neighbours(view, overlay.id, elsewhere));
  device.fdb.use(forwarding(view, overlay.id, elsewhere));
  bridge.fdb.use(behindTunnel(view, overlay.id, elsewhere));
}

type Choice = (member: OverlayMember | undefined) => OverlayMember | undefined;

function neighbours(view: DockerView, id: string, pick: Choice): LookupSource<Address, Neighbour> {
  const entry = ({ address, container }: OverlayMember): Neighbour => {
    return { address, mac: macOfAddress(CONTAINER_MAC, address), state: 'PERMANENT', origin: container.origin };
  };
  return source(view, id, pick, (address) => address, entry);
}

function forwarding(view: DockerView, id: string, pick: Choice): LookupSource<string, VxlanEntry> {
  const entry = ({ address, host, container }: OverlayMember): VxlanEntry | undefined => {
    const destination = view.underlayAddress(host);
    const mac = macOfAddress(CONTAINER_MAC, address);
    return destination === undefined ? undefined : { mac, destination, origin: container.origin };
  };
  return source(view, id, pick, addressOfMac, entry);
}

/** libnetwork adds each remote MAC to the bridge too (`bridge fdb add … dev vxlan0 master`). */
function behindTunnel(view: DockerView, id: string, pick: Choice): LookupSource<string, BridgeEntry> {
  const entry = ({ address, container }: OverlayMember): BridgeEntry => {
    return { mac: macOfAddress(CONTAINER_MAC, address), port: TUNNEL, origin: container.origin };
  };
  return source(view, id, pick, addressOfMac, entry);
}

function source<K, E>(
  view: DockerView,
  id: string,
  pick: Choice,
  addressOf: (key: K) => Address | undefined,
  entry: (member: OverlayMember) => E | undefined,
): LookupSource<K, E> {
  return {
    get(key) {
      const address = addressOf(key);
      const member = address === undefined ? undefined : pick(view.overlayMember(id, address));
      return member && entry(member);
    },
    *all() {
      for (const one of view.overlayMembers(id)) {
        const member = pick(one);
        const found = member && entry(member);
        if (found !== undefined) yield found;
      }
    },
  };
}

/** A container's MAC is made of its address. */
function addressOfMac(mac: string): Address | undefined {
  if (!mac.startsWith(`${CONTAINER_MAC}:`)) return undefined;
  return Number.parseInt(mac.slice(CONTAINER_MAC.length + 1).replaceAll(':', ''), 16);
}

function addPort(
  view: DockerView,
  { container, address }: OverlayMember,
  bridge: Bridge,
  namespace: NetworkNamespace,
  base: Base,
): void {
  const name = overlayEnd(container);
  addDevice(namespace, {
    ...base,
    kind: 'veth',
    name,
    mac: derivedMac(`${container.id} overlay end`),
    master: BRIDGE,
    peer: { namespace: view.containerKey(container), device: 'eth0' },
    origin: container.origin,
  });
  bridge.fdb.set({ mac: macOfAddress(CONTAINER_MAC, address), port: name, origin: container.origin });
}
