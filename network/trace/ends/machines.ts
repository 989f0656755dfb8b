import { hostKey } from '../../machines/keys.ts';
import type { Network } from '../../machines/network.ts';
import { addressesOf } from '../../machines/nics.ts';
import { nicAddresses } from '../../topology/ipam/nics.ts';
import type { Machine } from '../../topology/underlay.ts';
import type { Parties, Party } from '../parties.ts';
import type { PortFact } from '../probe.ts';
import { portsOf } from './ports.ts';
import { missing } from './unknown.ts';

/** A node or host; it is asked for by the address of the card that its default route leaves by. */
export function machineParty(
  network: Network,
  machine: Machine & { listens?: readonly PortFact[] },
  key: string,
): Party {
  const preferred = nicAddresses(network.topology).ofMachine(machine);
  const all = addressesOf(network.topology, machine);
  const addresses = [...preferred, ...all.filter((other) => !preferred.includes(other))];
  const ports = machine.listens ?? portsOf(network, key);
  const published = machine.publicAddresses.map(({ value }) => value);
  return {
    members: [{ id: key, label: network.namespace(key)?.name ?? machine.name, key, addresses, published }],
    ports,
  };
}

/** A container by the addresses of its own namespace; in its host's namespace it is the host, with its own ports. */
export function ofContainer(network: Network, id: string): Parties {
  const placed = network.containers.find(id);
  if (!placed) return missing(id);
  const { host, container } = placed;
  const key = network.containers.namespaceKey(placed);
  const ports = container.listens;
  if (key === hostKey(host)) return [{ ...machineParty(network, host, key), ports }];
  const namespace = key === undefined ? undefined : network.namespace(key);
  const cards = [...(namespace?.devices.values() ?? [])].filter(({ kind }) => kind !== 'loopback');
  const addresses = namespace
    ? cards.flatMap((card) => card.addresses.map(({ address }) => address))
    : container.addresses.map(({ value }) => value);
  const absent = namespace ? undefined : `${id} is stopped`;
  return [{ members: [{ id: `container ${id}`, label: id, key, addresses, absent }], ports }];
}
