import { type Address, addressAt } from '../../address/address.ts';
import { containsAddress, type Prefix } from '../../address/prefix.ts';
import { RangeSet } from '../../address/ranges.ts';
import type { DockerContainer, Host, Overlay } from '../../topology/underlay.ts';
import { type BridgeNetwork, bridgeNetworks, bridgeOf } from './networks.ts';

/** How the MAC of a container begins; its IPv4 address follows. */
export const CONTAINER_MAC = '02:42';

/** The addresses of one host's containers on its bridges, by container. */
export interface HostAddresses {
  readonly networks: readonly BridgeNetwork[];
  of(container: DockerContainer): { readonly network: BridgeNetwork; readonly address: Address } | undefined;
}

/** What is written first, then upwards from behind the gateway in the order of the text. */
export function hostAddresses(host: Host): HostAddresses {
  const networks = bridgeNetworks(host);
  const containers = host.docker?.containers ?? [];
  const given = new Map<DockerContainer, { network: BridgeNetwork; address: Address }>();
  for (const network of networks) {
    const members = containers.filter((container) => bridgeOf(networks, container) === network);
    // An overlay's container bears its written address on the overlay, not on the bridge.
    const pinned = (container: DockerContainer) =>
      container.network.mode === 'overlay' ? undefined : writtenIn(container, network.subnet);
    const addresses = dealt(members, network.subnet, pinned);
    for (const [container, address] of addresses) given.set(container, { network, address });
  }
  return { networks, of: (container) => given.get(container) };
}

/** Addresses on an overlay, which all hosts share. */
export function overlayAddresses(overlay: Overlay, hosts: readonly Host[]): ReadonlyMap<DockerContainer, Address> {
  const subnet = overlay.cidrs.map(({ value }) => value).find(({ first }) => typeof first === 'number');
  if (!subnet) return new Map();
  const containers = hosts.flatMap(({ docker }) => docker?.containers ?? []);
  const members = containers.filter(({ network }) => network.mode === 'overlay' && network.target.value === overlay.id);
  return dealt(members, subnet, (container) => writtenIn(container, subnet));
}

function writtenIn({ addresses }: DockerContainer, subnet: Prefix): Address | undefined {
  return addresses.map(({ value }) => value).find((address) => containsAddress(subnet, address));
}

function dealt(
  members: readonly DockerContainer[],
  subnet: Prefix,
  pinned: (container: DockerContainer) => Address | undefined,
): ReadonlyMap<DockerContainer, Address> {
  const written = members.flatMap((member) => pinned(member) ?? []);
  // The first address is the gateway's.
  const range = { first: addressAt(subnet.first, 2), last: addressAt(subnet.last, -1) };
  const free = RangeSet.ofAddresses(written).free(range);
  return new Map(
    members.flatMap((member): [DockerContainer, Address][] => {
      const address = pinned(member) ?? free.next().value;
      return address === undefined ? [] : [[member, address]];
    }),
  );
}
