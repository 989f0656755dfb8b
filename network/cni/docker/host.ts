import { addAddress, addDevice } from '../../linux/configure.ts';
import { type Bridge, type BridgeEntry, fdbTable, switchedOn } from '../../linux/device.ts';
import { derivedHex, derivedMac, macOfAddress } from '../../linux/mac.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { DockerContainer, Host } from '../../topology/underlay.ts';
import { CONTAINER_MAC } from './attachments.ts';
import { type BridgeNetwork, bridgeOf } from './networks.ts';
import { addMovedTunnels } from './overlay.ts';
import { addRules } from './rules.ts';
import { type DockerView, running } from './view.ts';

const MTU = 1500;

/** What dockerd writes into its host: bridges with the host's ends of veths, forwarding, chains, tunnels of overlays. */
export function programHost(view: DockerView, host: Host, namespace: NetworkNamespace): void {
  for (const name of ['net.ipv4.ip_forward', 'net.bridge.bridge-nf-call-iptables']) {
    if (!namespace.sysctls.has(name)) namespace.sysctls.set(name, '1');
  }
  const { networks } = view.addresses(host);
  for (const network of networks) addBridge(view, host, network, namespace);
  addRules(namespace, networks, publicationsOf(view, host), host.origin);
  for (const container of running(host)) addMacvlan(view, container, namespace);
  for (const container of running(host)) addProxies(container, namespace);
  addMovedTunnels(view, host, namespace);
}

function addBridge(view: DockerView, host: Host, network: BridgeNetwork, namespace: NetworkNamespace): void {
  const { device, subnet, gateway, origin } = network;
  const bridge = addDevice<Bridge>(namespace, {
    kind: 'bridge',
    name: device,
    mac: derivedMac(`${host.id} ${device}`),
    mtu: MTU,
    ...switchedOn(),
    fdb: fdbTable<BridgeEntry>(),
    origin,
  });
  addAddress(namespace, bridge, gateway, subnet.length, origin);
  const { networks } = view.addresses(host);
  for (const container of running(host)) {
    if (bridgeOf(networks, container) === network) addPort(view, host, container, bridge, namespace);
  }
}

function addPort(
  view: DockerView,
  host: Host,
  container: DockerContainer,
  bridge: Bridge,
  namespace: NetworkNamespace,
): void {
  const own = view.addresses(host).of(container);
  if (!own) return;
  const name = hostEnd(container);
  addDevice(namespace, {
    kind: 'veth',
    name,
    mac: derivedMac(`${container.id} host end`),
    mtu: MTU,
    ...switchedOn(),
    master: bridge.name,
    peer: { namespace: view.containerKey(container), device: bridgeCard(container) },
    origin: container.origin,
  });
  bridge.fdb.set({ mac: macOfAddress(CONTAINER_MAC, own.address), port: name, origin: container.origin });
}

/** The host's end of the veth of a container on a bridge. */
export function hostEnd(container: DockerContainer): string {
  return `veth${derivedHex(container.id).slice(0, 7)}`;
}

/** The container's card on a bridge: with an overlay it is the second one. */
export function bridgeCard({ network }: DockerContainer): string {
  return network.mode === 'overlay' ? 'eth1' : 'eth0';
}

function publicationsOf(view: DockerView, host: Host) {
  return running(host).flatMap((container) => {
    const own = view.addresses(host).of(container);
    return own ? container.publishes.map((port) => ({ ...own, port })) : [];
  });
}

/** A macvlan device on a card of the host. */
function addMacvlan(view: DockerView, container: DockerContainer, namespace: NetworkNamespace): void {
  const { network } = container;
  const address = container.addresses[0]?.value;
  const parent = network.mode === 'macvlan' ? namespace.devices.get(network.parent) : undefined;
  if (!parent || address === undefined) return;
  const macvlans = new Map(parent.macvlans);
  macvlans.set(macOfAddress(CONTAINER_MAC, address), { namespace: view.containerKey(container), device: 'eth0' });
  addDevice(namespace, { ...parent, macvlans });
}

/** docker-proxy listens on each published port, for what no DNAT rule has caught. */
function addProxies({ publishes, name }: DockerContainer, namespace: NetworkNamespace): void {
  for (const { protocol, hostPort, origin } of publishes) {
    const unmodelled = `docker-proxy, which would pass the connection on to ${name}, is not modelled yet`;
    namespace.listeners.push({ protocol, port: hostPort, unmodelled, origin });
  }
}
