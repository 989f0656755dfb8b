import type { Address } from '../../address/address.ts';
import type { DockerContainer, Host, Overlay } from '../../topology/underlay.ts';
import type { HostAddresses } from './attachments.ts';

/** What the daemons of all hosts know together. */
export interface DockerView {
  addresses(host: Host): HostAddresses;
  overlay(id: string): Overlay | undefined;
  /** Containers of all hosts on an overlay, running or not, with their addresses there. */
  overlayMembers(id: string): Iterable<OverlayMember>;
  /** The member with that address, which is what its MAC says too. */
  overlayMember(id: string, address: Address): OverlayMember | undefined;
  /** The host's address that the others send to. */
  underlayAddress(host: Host): Address | undefined;
  /** Bytes of the NIC that address is on. */
  underlayMtu(host: Host): number;
  hostKey(host: Host): string;
  containerKey(container: DockerContainer): string;
  overlayKey(host: Host, overlay: string): string;
}

export interface OverlayMember {
  readonly host: Host;
  readonly container: DockerContainer;
  readonly address: Address;
}

/** Containers that are there: one that is stopped has no namespace, no veth and no rules. */
export function running({ docker }: Host): readonly DockerContainer[] {
  return (docker?.containers ?? []).filter(({ stopped }) => !stopped);
}
