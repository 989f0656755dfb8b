import { type Address, familyOf } from '../../address/address.ts';
import { EVERYWHERE } from '../../address/special.ts';
import { addAddress, addDevice, addRoute } from '../../linux/configure.ts';
import { type DeviceRef, switchedOn } from '../../linux/device.ts';
import { addWholeGap } from '../../linux/gaps.ts';
import { macOfAddress } from '../../linux/mac.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { DockerContainer, Host } from '../../topology/underlay.ts';
import { CONTAINER_MAC } from './attachments.ts';
import { bridgeCard, hostEnd } from './host.ts';
import { overlayEnd, overlayMtu } from './overlay.ts';
import type { DockerView } from './view.ts';

/** The card that a macvlan stands on, and what it leads to. */
export interface ParentCard {
  readonly device: string;
  readonly mtu: number;
  readonly length: number;
  readonly gateways: readonly Address[];
}

const BRIDGE_MTU = 1500;

/** The cards of a container that has a namespace of its own; with `network none` there are none. */
export function programContainer(
  view: DockerView,
  host: Host,
  container: DockerContainer,
  parent: (name: string, address: Address) => ParentCard | undefined,
  namespace: NetworkNamespace,
): void {
  const { network } = container;
  if (network.mode === 'macvlan') addMacvlan(view, host, container, network.parent, parent, namespace);
  if (network.mode === 'overlay') addOverlay(view, host, container, network.target.value, namespace);
  addToBridge(view, host, container, namespace);
}

function addToBridge(view: DockerView, host: Host, container: DockerContainer, namespace: NetworkNamespace): void {
  const own = view.addresses(host).of(container);
  if (!own) return;
  const name = bridgeCard(container);
  const peer = { namespace: view.hostKey(host), device: hostEnd(container) };
  addVeth(namespace, container, name, BRIDGE_MTU, own.address, own.network.subnet.length, peer);
  addDefault(namespace, container, name, own.network.gateway);
}

function addOverlay(
  view: DockerView,
  host: Host,
  container: DockerContainer,
  id: string,
  namespace: NetworkNamespace,
): void {
  const member = [...view.overlayMembers(id)].find((other) => other.container === container);
  const subnet = view.overlay(id)?.cidrs.find(({ value }) => typeof value.first === 'number')?.value;
  if (!member || !subnet) return;
  const peer = { namespace: view.overlayKey(host, id), device: overlayEnd(container) };
  addVeth(namespace, container, 'eth0', overlayMtu(view, host), member.address, subnet.length, peer);
}

function addVeth(
  namespace: NetworkNamespace,
  { origin }: DockerContainer,
  name: string,
  mtu: number,
  address: Address,
  length: number,
  peer: DeviceRef,
): void {
  const mac = macOfAddress(CONTAINER_MAC, address);
  const base = { name, mac, mtu, ...switchedOn(), origin };
  addAddress(namespace, addDevice(namespace, { kind: 'veth', ...base, peer }), address, length, origin);
}

function addMacvlan(
  view: DockerView,
  host: Host,
  container: DockerContainer,
  name: string,
  parentOf: (name: string, address: Address) => ParentCard | undefined,
  namespace: NetworkNamespace,
): void {
  const address = container.addresses[0]?.value;
  const card = address === undefined ? undefined : parentOf(name, address);
  if (address === undefined || !card) {
    const what = address === undefined ? 'no address written' : `no card ${name} below it`;
    addWholeGap(namespace, `${namespace.name} is a macvlan container with ${what}`, container.origin);
    return;
  }
  const device = addDevice(namespace, {
    kind: 'macvlan',
    name: 'eth0',
    mac: macOfAddress(CONTAINER_MAC, address),
    mtu: card.mtu,
    ...switchedOn(),
    parent: { namespace: view.hostKey(host), device: card.device },
    origin: container.origin,
  });
  addAddress(namespace, device, address, card.length, container.origin);
  for (const gateway of card.gateways) {
    if (familyOf(gateway) === familyOf(address)) addDefault(namespace, container, 'eth0', gateway);
  }
}

function addDefault(namespace: NetworkNamespace, { origin }: DockerContainer, device: string, via: Address): void {
  const destination = EVERYWHERE[familyOf(via)];
  addRoute(namespace, { type: 'unicast', destination, via, device, protocol: 'boot', origin });
}
