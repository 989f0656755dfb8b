import { type Address, addressAt } from '../../address/address.ts';
import { prefix } from '../../address/parse.ts';
import { overlaps, type Prefix, prefixFamily } from '../../address/prefix.ts';
import { derivedMac } from '../../linux/mac.ts';
import type { Origin } from '../../topology/origin.ts';
import type { DockerContainer, Host } from '../../topology/underlay.ts';

/** A bridge network of a Docker host, as the daemon has made it. */
export interface BridgeNetwork {
  /** Id of the declaration; that of the host for what nobody declared. */
  readonly id: string;
  readonly device: string;
  readonly subnet: Prefix;
  /** First address of the subnet, which the bridge itself has. */
  readonly gateway: Address;
  /** Whether containers on it may talk to each other (`--icc`). */
  readonly open: boolean;
  readonly origin: Origin;
}

/** Where the daemon takes subnets from that nobody wrote (`default-address-pools`). */
const POOLS = Array.from({ length: 15 }, (_, i) => prefix(`172.${17 + i}.0.0/16`));

/** The bridge that gives containers of an overlay their way out. */
const GATEWAY_BRIDGE = 'docker_gwbridge';

/** The bridge networks of a host: docker0 first, then the declared ones, then docker_gwbridge where an overlay needs it. */
export function bridgeNetworks(host: Host): readonly BridgeNetwork[] {
  const declared = host.docker?.bridges ?? [];
  const taken = declared.flatMap(({ cidrs }) => cidrs.map(({ value }) => value));
  const next = () => {
    const free = POOLS.find((pool) => !taken.some((other) => overlaps(pool, other))) ?? POOLS[0]!;
    taken.push(free);
    return free;
  };
  const own = declared.find(({ name }) => name === 'docker0');
  const first = network(own?.id ?? host.id, 'docker0', ipv4(own?.cidrs) ?? next(), own?.origin ?? host.origin);
  const others = declared
    .filter((bridge) => bridge !== own)
    .map((bridge) => network(bridge.id, bridgeDevice(bridge.id), ipv4(bridge.cidrs) ?? next(), bridge.origin));
  const overlay = host.docker?.containers.some(({ network }) => network.mode === 'overlay');
  const way = overlay ? [{ ...network(host.id, GATEWAY_BRIDGE, next(), host.origin), open: false }] : [];
  return [first, ...others, ...way];
}

function network(id: string, device: string, subnet: Prefix, origin: Origin): BridgeNetwork {
  return { id, device, subnet, gateway: addressAt(subnet.first, 1), open: true, origin };
}

function ipv4(cidrs: readonly { readonly value: Prefix }[] | undefined): Prefix | undefined {
  return cidrs?.map(({ value }) => value).find((cidr) => prefixFamily(cidr) === 4);
}

/** `br-` and the first twelve digits of the network's id, which is random; here they depend on its name only. */
function bridgeDevice(id: string): string {
  return `br-${derivedMac(`docker network ${id}`).replaceAll(':', '')}`;
}

/** The bridge that a container's first card is on; undefined for other modes. */
export function bridgeOf(networks: readonly BridgeNetwork[], { network }: DockerContainer): BridgeNetwork | undefined {
  if (network.mode === 'bridge') return networks[0];
  if (network.mode === 'overlay') return networks.find(({ device }) => device === GATEWAY_BRIDGE);
  return network.mode === 'user-bridge' ? networks.find(({ id }) => id === network.target.value) : undefined;
}
