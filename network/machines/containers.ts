import type { Address } from '../address/address.ts';
import { hostAddresses, overlayAddresses } from '../cni/docker/attachments.ts';
import { programContainer } from '../cni/docker/container.ts';
import { programOverlay } from '../cni/docker/overlay.ts';
import { type DockerView, type OverlayMember, running } from '../cni/docker/view.ts';
import { addLoopback } from '../linux/configure.ts';
import { NetworkNamespace } from '../linux/namespace.ts';
import { indexById } from '../topology/by-id.ts';
import { entry } from '../topology/grouping.ts';
import { remembered } from '../topology/ipam/lazy.ts';
import { nicAddresses } from '../topology/ipam/nics.ts';
import type { Topology } from '../topology/topology.ts';
import type { DockerContainer, Host } from '../topology/underlay.ts';
import { containerKey, hostKey, overlayKey } from './keys.ts';
import { gatewaysOf, interfacesOf, lengthIn } from './nics.ts';

interface Placed {
  readonly host: Host;
  readonly container: DockerContainer;
}

/** The containers of all Docker hosts: which namespace each is in, and those namespaces themselves. */
export class Containers {
  readonly view: DockerView;
  private readonly topology: Topology;
  private lazyIds: ReadonlyMap<string, Placed> | undefined;
  private lazyHolders: ReadonlyMap<Address, readonly string[]> | undefined;

  constructor(topology: Topology) {
    this.topology = topology;
    this.view = dockerView(topology);
  }

  find(id: string): Placed | undefined {
    this.lazyIds ??= new Map(
      this.topology.hosts.flatMap((host) =>
        (host.docker?.containers ?? []).map((container) => [container.id, { host, container }]),
      ),
    );
    return this.lazyIds.get(id);
  }

  /** Key of the namespace that a container runs in: its own, its host's, or another container's. Undefined: stopped. */
  namespaceKey({ host, container }: Placed, seen: readonly string[] = []): string | undefined {
    const { network, stopped, id } = container;
    if (stopped || seen.includes(id)) return undefined;
    if (network.mode === 'host') return hostKey(host);
    if (network.mode !== 'container') return containerKey(container);
    const other = this.find(network.target.value);
    return other && this.namespaceKey(other, [...seen, id]);
  }

  /** Containers of a host that run in the namespace with that key. */
  inNamespace(host: Host, key: string): readonly DockerContainer[] {
    return running(host).filter((container) => this.namespaceKey({ host, container }) === key);
  }

  /** Keys of the namespaces that have the address on a bridge, an overlay or as a macvlan. */
  holders(address: Address): readonly string[] {
    this.lazyHolders ??= this.collectHolders();
    return this.lazyHolders.get(address) ?? [];
  }

  build(id: string): NetworkNamespace | undefined {
    const placed = this.find(id);
    if (!placed || this.namespaceKey(placed) !== containerKey(placed.container)) return undefined;
    const { host, container } = placed;
    const namespace = new NetworkNamespace(containerKey(container), id, 'container', container.origin);
    addLoopback(namespace);
    programContainer(this.view, host, container, (name, address) => this.parentOf(host, name, address), namespace);
    this.addListeners(host, namespace);
    return namespace;
  }

  /** The namespace of an overlay on a host. */
  buildOverlay(key: string): NetworkNamespace | undefined {
    for (const host of this.topology.hosts) {
      for (const overlay of host.docker ? this.topology.overlays : []) {
        if (overlayKey(host, overlay.id) !== key) continue;
        const name = `${host.name} overlay ${overlay.name}`;
        const namespace = new NetworkNamespace(key, name, 'host', overlay.origin);
        addLoopback(namespace);
        programOverlay(this.view, host, overlay, namespace);
        return namespace;
      }
    }
    return undefined;
  }

  /** The sockets of the containers that share the namespace. */
  addListeners(host: Host, namespace: NetworkNamespace): void {
    for (const { listens } of this.inNamespace(host, namespace.key)) {
      for (const { protocol, port, origin } of listens) namespace.listeners.push({ protocol, port, origin });
    }
  }

  private parentOf(host: Host, name: string, address: Address) {
    const card = interfacesOf(this.topology, host).find(({ device }) => device === name);
    if (!card) return undefined;
    const { device, mtu, segment } = card;
    const gateways = segment ? gatewaysOf(this.topology, segment) : [];
    return { device, mtu, length: lengthIn(segment, address), gateways };
  }

  private collectHolders(): ReadonlyMap<Address, readonly string[]> {
    const found = new Map<Address, string[]>();
    const add = (address: Address, key: string) => entry(found, address, () => []).push(key);
    for (const host of this.topology.hosts) {
      if (!host.docker) continue;
      const { networks, of } = this.view.addresses(host);
      for (const { gateway } of networks) add(gateway, hostKey(host));
      for (const container of running(host)) {
        const own = of(container)?.address;
        if (own !== undefined) add(own, containerKey(container));
        if (container.network.mode !== 'macvlan') continue;
        for (const { value } of container.addresses) add(value, containerKey(container));
      }
    }
    for (const { id } of this.topology.overlays) {
      for (const { address, container } of this.view.overlayMembers(id)) add(address, containerKey(container));
    }
    return found;
  }
}

function dockerView(topology: Topology): DockerView {
  const addresses = remembered(hostAddresses);
  const members = remembered((id: string) => overlayMembersOf(topology, id));
  const underlayAddress = (host: Host) =>
    nicAddresses(topology)
      .ofMachine(host)
      .find((address) => typeof address === 'number');
  return {
    addresses,
    overlay: (id) => indexById(topology).overlays.get(id),
    overlayMembers: (id) => members(id).values(),
    overlayMember: (id, address) => members(id).get(address),
    underlayAddress,
    underlayMtu(host) {
      const own = underlayAddress(host);
      const card = interfacesOf(topology, host).find((nic) => nic.addresses.some(({ address }) => address === own));
      return card?.mtu ?? 1500;
    },
    hostKey,
    containerKey,
    overlayKey,
  };
}

function overlayMembersOf(topology: Topology, id: string): ReadonlyMap<Address, OverlayMember> {
  const overlay = indexById(topology).overlays.get(id);
  const given = overlay ? overlayAddresses(overlay, topology.hosts) : new Map<DockerContainer, Address>();
  const found = new Map<Address, OverlayMember>();
  for (const host of topology.hosts) {
    for (const container of host.docker?.containers ?? []) {
      const address = given.get(container);
      if (address !== undefined) found.set(address, { host, container, address });
    }
  }
  return found;
}
